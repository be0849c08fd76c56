import { useMutation } from '@tanstack/react-query'
import { useApi } from '../../data/api.ts'
import { download, fileName } from '../../ui/download.ts'
import { tellFailure } from '../../ui/toast.ts'
import { type Named, personName } from './person-name.ts'

/** Hands over everything that is known about somebody, as a JSON file. */
export function useExportPerson() {
  const { client } = useApi()
  return useMutation({
    mutationFn: ({ id }: Named) => client.people.export.query({ id }),
    onSuccess: (everything, person) =>
      download(
        fileName(`Export ${personName(person)}`, 'json'),
        new Blob([JSON.stringify(everything, null, 2)], { type: 'application/json' }),
      ),
    onError: tellFailure,
  })
}

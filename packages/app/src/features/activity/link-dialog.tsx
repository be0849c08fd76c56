import { Button, Group, Modal, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { readFailure } from '../../data/errors.ts'
import { tell } from '../../ui/toast.ts'
import { type Chosen, PersonChoice } from '../people/person-choice.tsx'
import { actorName } from './kinds.ts'

type Actor = Outputs['actors']['list']['items'][number]

export interface LinkDialogProps {
  /** Who is linked; null while the dialog is closed. */
  actor: Actor | null
  onClose: () => void
}

/** Says which person of the workspace a contributor is. */
export function LinkDialog({ actor, onClose }: LinkDialogProps) {
  return (
    <Modal opened={actor !== null} onClose={onClose} title={actor && `Who is ${actorName(actor)}?`}>
      {actor && <Form actor={actor} onDone={onClose} />}
    </Modal>
  )
}

function Form({ actor, onDone }: { actor: Actor; onDone: () => void }) {
  const { trpc } = useApi()
  const [person, setPerson] = useState<Chosen | null>(actor.person && { ...actor.person, email: null })
  const link = useMutation(
    trpc.actors.link.mutationOptions({
      onSuccess: () => {
        tell(person ? `${actorName(actor)} is linked.` : `${actorName(actor)} is linked to nobody.`)
        onDone()
      },
    }),
  )
  const isSame = (person?.id ?? null) === actor.personId
  return (
    <form
      noValidate
      onSubmit={event => {
        event.preventDefault()
        if (!isSame) link.mutate({ actorId: actor.id, personId: person?.id ?? null })
      }}
    >
      <Stack gap="md">
        <PersonChoice
          label="Person"
          description="Their reports are made from what this contributor does"
          nobody="Nobody"
          nothingFits="Nobody fits"
          value={person}
          onChange={setPerson}
          error={link.error ? readFailure(link.error).message : undefined}
        />
        <Group justify="flex-end" gap="xs">
          <Button onClick={onDone}>Cancel</Button>
          <Button type="submit" variant="filled" disabled={isSame} loading={link.isPending}>
            {person ? 'Link' : actor.personId ? 'Take the link off' : 'Link'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

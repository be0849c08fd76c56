import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { readFailure } from '../../data/errors.ts'
import { DropFile } from '../../ui/drop-file.tsx'
import { tellFailure } from '../../ui/toast.ts'
import { type DocumentType, typeNames, typeOptions } from './knowledge-search.ts'
import { fileTypes, fileWords, flawOf, useSendFile } from './use-send-file.ts'

/** A question that nothing answers yet. */
export type OpenQuestion = Pick<Outputs['knowledge']['unanswered']['items'][number], 'id' | 'question'>

export interface AddDialogProps {
  opened: boolean
  /** What it is to answer: resolved by it. */
  answers: OpenQuestion | null
  onClose: () => void
}

/** Adds a document: pasted, or from a file. */
export function AddDialog({ opened, answers, onClose }: AddDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add a document" size="lg">
      <Form answers={answers} onDone={onClose} />
    </Modal>
  )
}

const longestTitle = 300

function Form({ answers, onDone }: { answers: OpenQuestion | null; onDone: () => void }) {
  const { trpc } = useApi()
  const navigate = useNavigate()
  const [type, setType] = useState<DocumentType>(answers ? 'faq' : 'documentation')
  const [title, setTitle] = useState(answers?.question.replace(/\s+/g, ' ').slice(0, longestTitle) ?? '')
  const [text, setText] = useState('')
  const [url, setUrl] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const resolve = useMutation(trpc.knowledge.resolve.mutationOptions({ onError: tellFailure }))
  const show = (id: string) => {
    if (answers) resolve.mutate({ id: answers.id })
    onDone()
    void navigate({ to: '/knowledge/$documentId', params: { documentId: id } })
  }
  const add = useMutation(trpc.knowledge.add.mutationOptions({ onSuccess: ({ id }) => show(id) }))
  const sending = useSendFile(show)
  const error = file ? sending.error : add.error
  const failure = error ? readFailure(error) : null
  const { title: badTitle, url: badUrl, content: badContent } = failure?.fields ?? {}
  const isElsewhere = failure && !badTitle && !badUrl && !badContent
  const flaw = flawOf(file)
  const address = url.trim()
  const submit = () => {
    const facts = { type, title: title.trim(), ...(address && { url: address }) }
    if (file) sending.mutate({ file, fields: facts })
    else add.mutate({ ...facts, content: text, format: 'markdown' })
  }
  return (
    <form
      noValidate
      onSubmit={event => {
        event.preventDefault()
        submit()
      }}
    >
      <Stack gap="md">
        <DropFile
          label="Choose a file, or drop one here"
          description={fileWords}
          accept={fileTypes}
          file={file}
          onFile={chosen => {
            setFile(chosen)
            sending.reset()
            if (chosen && !title) setTitle(chosen.name.replace(/\.\w+$/, '').slice(0, longestTitle))
          }}
          error={flaw ?? (file ? badContent : undefined)}
          progress={sending.progress}
        />
        {!file && (
          <Textarea
            label="Or paste its text"
            description="Markdown: headings divide it into sections"
            autosize
            minRows={6}
            maxRows={16}
            value={text}
            onChange={event => setText(event.currentTarget.value)}
            error={badContent}
          />
        )}
        <TextInput
          label="Title"
          value={title}
          maxLength={longestTitle}
          onChange={event => setTitle(event.currentTarget.value)}
          error={badTitle}
        />
        <Group grow align="flex-start">
          <Select
            label="Type"
            description="Searches can be about one"
            value={type}
            onChange={value => setType(before => typeNames.find(each => each === value) ?? before)}
            data={typeOptions}
            allowDeselect={false}
          />
          <TextInput
            label="Address"
            description="Where readers find it; answers link there"
            placeholder="https://"
            type="url"
            value={url}
            onChange={event => setUrl(event.currentTarget.value)}
            error={badUrl}
          />
        </Group>
        {isElsewhere && <p role="alert">{failure.message}</p>}
        <Group justify="flex-end" gap="xs">
          <Button onClick={onDone}>Cancel</Button>
          <Button
            type="submit"
            variant="filled"
            loading={add.isPending || sending.isPending}
            disabled={!title.trim() || Boolean(flaw) || (!file && !text.trim())}
          >
            Add
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

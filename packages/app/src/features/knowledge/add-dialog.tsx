import { Button, FileInput, Group, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../data/api.ts'
import { readFailure } from '../../data/errors.ts'
import { type DocumentType, typeNames, typeOptions } from './knowledge-search.ts'
import { readFile } from './read-file.ts'

/** Adds a document: pasted, or from a file. */
export function AddDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add a document" size="lg">
      <Form onDone={onClose} />
    </Modal>
  )
}

function Form({ onDone }: { onDone: () => void }) {
  const { trpc } = useApi()
  const navigate = useNavigate()
  const [type, setType] = useState<DocumentType>('documentation')
  const [title, setTitle] = useState('')
  const [text, setText] = useState('')
  const [url, setUrl] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const add = useMutation(
    trpc.knowledge.add.mutationOptions({
      onSuccess: ({ id }) => {
        onDone()
        void navigate({ to: '/knowledge/$documentId', params: { documentId: id } })
      },
    }),
  )
  const failure = add.error ? readFailure(add.error) : null
  const submit = async () => {
    const read = file ? await readFile(file) : { content: text, format: 'markdown' as const, source: null }
    const address = url.trim()
    add.mutate({ type, title: title.trim(), ...read, ...(address && { url: address }) })
  }
  return (
    <form
      noValidate
      onSubmit={event => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack gap="md">
        <TextInput
          data-autofocus
          label="Title"
          value={title}
          maxLength={300}
          onChange={event => setTitle(event.currentTarget.value)}
          error={failure?.fields.title}
        />
        <Select
          label="Type"
          value={type}
          onChange={value => setType(before => typeNames.find(each => each === value) ?? before)}
          data={typeOptions}
          allowDeselect={false}
        />
        <FileInput
          label="File"
          description="Markdown, HTML (also a saved page), text, or PDF up to 1 MB"
          placeholder="Choose a file, or paste the text below"
          accept=".md,.markdown,.html,.htm,.txt,.pdf"
          value={file}
          onChange={chosen => {
            setFile(chosen)
            if (chosen && !title) setTitle(chosen.name.replace(/\.\w+$/, ''))
          }}
          clearable
        />
        {!file && (
          <Textarea
            label="Text"
            description="Markdown: headings divide it into sections"
            autosize
            minRows={6}
            maxRows={16}
            value={text}
            onChange={event => setText(event.currentTarget.value)}
          />
        )}
        <TextInput
          label="Address"
          description="Where readers find it; answers link there"
          type="url"
          value={url}
          onChange={event => setUrl(event.currentTarget.value)}
          error={failure?.fields.url}
        />
        {failure && !failure.fields.title && !failure.fields.url && (
          <p role="alert">{failure.fields.content ?? failure.message}</p>
        )}
        <Group justify="flex-end" gap="xs">
          <Button onClick={onDone}>Cancel</Button>
          <Button
            type="submit"
            variant="filled"
            loading={add.isPending}
            disabled={!title.trim() || (!file && !text.trim())}
          >
            Add
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

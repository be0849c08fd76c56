import { Button, Group, SegmentedControl, Select, Stack, Switch, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { readFailure } from '../../data/errors.ts'
import { Card } from '../../ui/card.tsx'
import { DropFile } from '../../ui/drop-file.tsx'
import { Markdown } from '../../ui/markdown.tsx'
import prose from '../../ui/prose.module.css'
import { tell } from '../../ui/toast.ts'
import styles from './knowledge.module.css'
import { isDocumentType, typeOptions } from './knowledge-search.ts'
import { fileTypes, fileWords, flawOf, useSendFile } from './use-send-file.ts'

type Detail = Outputs['knowledge']['get']

const draftOf = ({ title, type, category, url, language, tags, active, content }: Detail) => ({
  ...{ title, type, tags, active, language, content },
  category: category ?? '',
  url: url ?? '',
})

/** What is different from how it was, as `knowledge.update` takes it. */
function changesOf(detail: Detail, draft: ReturnType<typeof draftOf>) {
  const before = draftOf(detail)
  const [category, url] = [draft.category.trim() || null, draft.url.trim() || null]
  return {
    ...(draft.title !== before.title && { title: draft.title.trim() }),
    ...(draft.type !== before.type && { type: draft.type }),
    ...(draft.language !== before.language && { language: draft.language.trim().toLowerCase() }),
    ...(draft.active !== before.active && { active: draft.active }),
    ...(draft.tags.join('\n') !== before.tags.join('\n') && { tags: draft.tags }),
    ...(category !== detail.category && { category }),
    ...(url !== detail.url && { url }),
    ...(draft.content !== before.content && { content: draft.content }),
  }
}

/** Changes a document. Another title or text is a new version, which is searched at once. */
export function DocumentForm({ detail, onDone }: { detail: Detail; onDone: () => void }) {
  const { trpc } = useApi()
  // As it was when the form was opened: what others do meanwhile is told when it is saved.
  const [begun] = useState(detail)
  const [draft, setDraft] = useState(() => draftOf(detail))
  const set = (patch: Partial<typeof draft>) => setDraft(before => ({ ...before, ...patch }))
  const update = useMutation(
    trpc.knowledge.update.mutationOptions({
      onSuccess: ({ version }) => {
        tell(version > begun.version ? `Saved as version ${version}.` : 'Saved.')
        onDone()
      },
    }),
  )
  const failure = update.error ? readFailure(update.error) : null
  const fields = failure?.fields ?? {}
  const changes = changesOf(begun, draft)
  const isSame = Object.keys(changes).length === 0
  return (
    <Stack gap="md">
      <Card title="Edit">
        <form
          noValidate
          onSubmit={event => {
            event.preventDefault()
            update.mutate({ id: begun.id, ifVersion: begun.version, ...changes })
          }}
        >
          <Stack gap="md">
            <TextInput
              label="Title"
              maxLength={300}
              value={draft.title}
              onChange={event => set({ title: event.currentTarget.value })}
              error={fields.title}
            />
            <div className={styles.fields}>
              <Select
                label="Type"
                allowDeselect={false}
                data={typeOptions}
                value={draft.type}
                onChange={type => isDocumentType(type) && set({ type })}
              />
              <TextInput
                label="Category"
                maxLength={500}
                value={draft.category}
                onChange={event => set({ category: event.currentTarget.value })}
                error={fields.category}
              />
              <TextInput
                label="Language"
                description="As in en or de"
                maxLength={2}
                value={draft.language}
                onChange={event => set({ language: event.currentTarget.value })}
                error={fields.language}
              />
              <TextInput
                label="Address"
                description="Where readers find it; answers link there"
                type="url"
                placeholder="https://"
                value={draft.url}
                onChange={event => set({ url: event.currentTarget.value })}
                error={fields.url}
              />
            </div>
            <TagsInput label="Tags" value={draft.tags} onChange={tags => set({ tags })} error={fields.tags} />
            <Switch
              label="Used for answers"
              checked={draft.active}
              onChange={event => set({ active: event.currentTarget.checked })}
            />
            {begun.format !== 'pdf' && (
              <TextField
                detail={begun}
                text={draft.content}
                onText={content => set({ content })}
                error={fields.content}
              />
            )}
            {failure && Object.keys(fields).length === 0 && <p role="alert">{failure.message}</p>}
            <Group justify="flex-end" gap="xs">
              <Button onClick={onDone}>Cancel</Button>
              <Button
                type="submit"
                variant="filled"
                loading={update.isPending}
                disabled={isSame || !draft.title.trim() || !draft.content.trim()}
              >
                Save the change
              </Button>
            </Group>
          </Stack>
        </form>
      </Card>
      <NewFile id={begun.id} onDone={onDone} />
    </Stack>
  )
}

interface TextFieldProps {
  detail: Detail
  text: string
  onText: (text: string) => void
  error: string | undefined
}

function TextField({ detail: { format, url }, text, onText, error }: TextFieldProps) {
  const [view, setView] = useState('write')
  return (
    <div>
      {format === 'markdown' && (
        <SegmentedControl
          mb="xs"
          aria-label="Text or preview"
          value={view}
          onChange={setView}
          data={[
            { value: 'write', label: 'Write' },
            { value: 'preview', label: 'Preview' },
          ]}
        />
      )}
      {view === 'preview' ? (
        <div className={`${prose.prose} ${styles.preview}`}>
          <Markdown text={text} base={url} top={3} />
        </div>
      ) : (
        <Textarea
          label="Text"
          description={format === 'markdown' ? 'Markdown: headings divide it into sections' : undefined}
          classNames={{ input: 'mono' }}
          autosize
          minRows={10}
          maxRows={28}
          value={text}
          onChange={event => onText(event.currentTarget.value)}
          error={error}
        />
      )}
    </div>
  )
}

/** Another file in its place: a new version too. */
function NewFile({ id, onDone }: { id: string; onDone: () => void }) {
  const [file, setFile] = useState<File | null>(null)
  const sending = useSendFile(() => {
    tell('The file is the new version.')
    onDone()
  })
  const failure = sending.error ? readFailure(sending.error) : null
  const flaw = flawOf(file) ?? failure?.fields.content ?? failure?.message
  return (
    <Card title="Or take the text from a file">
      <Stack gap="md">
        <DropFile
          label="Choose a file, or drop one here"
          description={fileWords}
          accept={fileTypes}
          file={file}
          onFile={chosen => {
            setFile(chosen)
            sending.reset()
          }}
          error={flaw}
          progress={sending.progress}
        />
        <Group justify="flex-end">
          <Button
            disabled={!file || Boolean(flawOf(file))}
            loading={sending.isPending}
            onClick={() => file && sending.mutate({ id, file })}
          >
            Take this file
          </Button>
        </Group>
      </Stack>
    </Card>
  )
}

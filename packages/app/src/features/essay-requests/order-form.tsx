import { Autocomplete, Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDebouncedCallback } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useId, useRef, useState } from 'react'
import { v4 } from 'uuid'
import { useApi } from '../../data/api.ts'
import { readFailure } from '../../data/errors.ts'
import { money } from '../../format/money.ts'
import { plural } from '../../format/number.ts'
import { dayAndTime } from '../../format/time.ts'
import { countWords } from './count-words.ts'
import { emptyDocument, textOf } from './document.ts'
import { type EditorHandle, LazyEditor } from './editor/lazy-editor.tsx'
import { applicationTypes, type EssayRequest, type Turnaround } from './essay.ts'
import { type KeptOrder, orderKeeper } from './kept-order.ts'
import styles from './order.module.css'
import { type Customer, OwnerChoice } from './owner-choice.tsx'
import { TurnaroundChoice, useQuote } from './turnaround-choice.tsx'

export interface OrderFormProps {
  /** The id of who orders: what they write is kept in this window until it is in. */
  writer: string
  /** Whose essay it is, as far as it is known. */
  student?: { name: string; email: string }
  /** Staff say for whom it is. */
  forCustomers?: boolean
  onDone: (request: EssayRequest) => void
}

const required = (what: string) => (value: string) => (value.trim() === '' ? `Give ${what}` : null)

/** Orders the editing of an essay; what is wrong is said at its field. What was written and not sent is there again. */
export function OrderForm(props: OrderFormProps) {
  const [round, setRound] = useState(0)
  const [keeper] = useState(() => orderKeeper(props.writer))
  const [kept, setKept] = useState(() => keeper.read())
  const beginAnew = () => {
    keeper.forget()
    setKept(null)
    setRound(before => before + 1)
  }
  return (
    <Fields key={round} {...props} keeper={keeper} kept={kept}>
      {kept && (
        <Group gap="xs">
          <span className="dim">What you had written is here again.</span>
          <Button size="compact-xs" onClick={beginAnew}>
            Begin anew
          </Button>
        </Group>
      )}
    </Fields>
  )
}

interface FieldsProps extends OrderFormProps {
  keeper: ReturnType<typeof orderKeeper>
  kept: KeptOrder | null
  children: ReactNode
}

/** How long after the last change it is kept, in ms. */
const soon = 300

function Fields({ student, forCustomers = false, onDone, keeper, kept, children }: FieldsProps) {
  const { trpc } = useApi()
  const editor = useRef<EditorHandle>(null)
  // Not asked of the editor, which is gone when the last of it is kept.
  const read = useRef(() => kept?.content ?? emptyDocument)
  const [first] = useState(read.current)
  const newId = useRef(kept?.newId ?? v4())
  const isIn = useRef(false)
  const [wordCount, setWordCount] = useState(() => countWords(textOf(first)))
  const [turnaround, setTurnaround] = useState<Turnaround>(kept?.turnaround ?? 'standard')
  const [emptyText, setEmptyText] = useState(false)
  const [owner, setOwner] = useState<Customer | null>(null)
  const create = useMutation(
    trpc.essayRequests.create.mutationOptions({
      onSuccess: request => {
        isIn.current = true
        keeper.forget()
        onDone(request)
      },
      onError: error => {
        // The order before is in, with other words: the next click means another one.
        if (readFailure(error).code === 'CONFLICT') newId.current = v4()
      },
    }),
  )
  const keep = useDebouncedCallback(
    (chosen: Turnaround) => {
      if (isIn.current) return
      keeper.write({ newId: newId.current, values: form.getValues(), turnaround: chosen, content: read.current() })
    },
    { delay: soon, flushOnUnmount: true },
  )
  const form = useForm<KeptOrder['values']>({
    initialValues: kept?.values ?? {
      ...{ studentName: student?.name ?? '', studentEmail: student?.email ?? '' },
      ...{ applicationType: '', programPrompt: '', comments: '' },
    },
    onValuesChange: () => keep(turnaround),
    validate: {
      studentName: required('a name'),
      studentEmail: value => (/^\S+@\S+\.\S+$/.test(value.trim()) ? null : 'Give a full e-mail address'),
      applicationType: required('what it is for'),
    },
  })
  const failure = create.error ? readFailure(create.error) : null
  const said = failure?.fields ?? {}
  const contentSaid = Object.entries(said).find(([path]) => path === 'content' || path.startsWith('content.'))?.[1]
  const contentError = emptyText ? 'Write or paste the essay' : contentSaid
  const input = (name: 'studentName' | 'studentEmail' | 'applicationType' | 'programPrompt' | 'comments') => {
    const props = form.getInputProps(name)
    return { ...props, error: props.error ?? said[name] }
  }
  const chooseOwner = (customer: Customer | null) => {
    setOwner(customer)
    const { studentName, studentEmail } = form.getValues()
    if (customer?.name && !studentName.trim()) form.setFieldValue('studentName', customer.name)
    if (customer?.email && !studentEmail.trim()) form.setFieldValue('studentEmail', customer.email)
  }
  const counted = useDebouncedCallback(() => setWordCount(countWords(textOf(read.current()))), 150)
  const textId = useId()
  const isElsewhere = failure !== null && Object.keys(said).length === 0

  const submit = form.onSubmit(
    ({ comments, ...values }) => {
      const content = read.current()
      const isEmpty = textOf(content).trim() === ''
      setEmptyText(isEmpty)
      if (isEmpty) return editor.current?.focus()
      create.mutate({
        ...{ ...values, newId: newId.current },
        content,
        turnaround,
        ...(comments.trim() && { comments }),
        ...(owner && { ownerId: owner.id }),
      })
    },
    () => setEmptyText(textOf(read.current()).trim() === ''),
  )
  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      {children}
      {forCustomers && <OwnerChoice value={owner} onChange={chooseOwner} error={said.ownerId} />}
      <div className={styles.pair}>
        <TextInput label="Student’s name" autoComplete="name" maxLength={120} {...input('studentName')} />
        <TextInput
          label="Student’s e-mail"
          description="The finished essay is sent here"
          type="email"
          autoComplete="email"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...input('studentEmail')}
        />
      </div>
      <Autocomplete
        label="What it is for"
        placeholder="Personal statement"
        data={applicationTypes}
        maxLength={120}
        {...input('applicationType')}
      />
      <Textarea
        label="What the program asks (optional)"
        autosize
        minRows={2}
        maxRows={10}
        maxLength={10_000}
        {...input('programPrompt')}
      />
      <div>
        <span className={styles.label}>Essay</span>
        <LazyEditor
          ref={editor}
          document={first}
          label="Essay"
          invalid={contentError !== undefined}
          describedBy={textId}
          onChange={written => {
            read.current = written
            setEmptyText(false)
            counted()
            keep(turnaround)
          }}
        />
        <div id={textId} className={styles.under}>
          {contentError && <span className={styles.error}>{contentError}. </span>}
          <span className="dim">{plural(wordCount, 'word')}</span>
        </div>
      </div>
      <TurnaroundChoice
        value={turnaround}
        onChange={chosen => {
          setTurnaround(chosen)
          keep(chosen)
        }}
        wordCount={wordCount}
        error={said.turnaround}
      />
      <Textarea
        label="For the editor (optional)"
        description="What matters to you, what is to stay as it is"
        autosize
        minRows={2}
        maxRows={8}
        maxLength={4_000}
        {...input('comments')}
      />
      {isElsewhere && (
        <p role="alert" className={styles.error}>
          {failure.message}
        </p>
      )}
      <Total turnaround={turnaround} wordCount={wordCount} pending={create.isPending} waiting={create.isPaused} />
    </form>
  )
}

interface TotalProps {
  turnaround: Turnaround
  wordCount: number
  pending: boolean
  /** It waits for the connection. */
  waiting: boolean
}

/** What it comes to, beside the button that orders it. */
function Total({ turnaround, wordCount, pending, waiting }: TotalProps) {
  const quote = useQuote(turnaround, wordCount).data
  return (
    <Group justify="space-between" gap="md">
      <Stack gap={0} role="status" aria-label="Price">
        <span>
          <strong className={styles.price}>{quote ? money(quote.price, quote.currency) : '…'}</strong>
          {quote?.isMinimum && <span className="dim"> the least that a review costs</span>}
        </span>
        <span className="dim">
          {quote ? `${plural(quote.wordCount, 'word')}, done by ${dayAndTime(quote.dueAt)}` : 'Asking for the price'}
        </span>
        {waiting && <span>There is no connection: it is ordered as soon as there is one.</span>}
      </Stack>
      <Button type="submit" variant="filled" size="md" loading={pending}>
        Order the review
      </Button>
    </Group>
  )
}

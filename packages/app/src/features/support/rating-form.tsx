import { Button, Group, SegmentedControl, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../data/api.ts'
import { tellFailure } from '../../ui/toast.ts'
import type { Conversation } from './conversation.ts'
import styles from './support.module.css'

const scores = ['Very bad', 'Bad', 'Middling', 'Good', 'Very good']

/** Asks how it was, once a conversation is resolved. */
export function RatingForm({ conversation: { id, csat } }: { conversation: Conversation }) {
  const { trpc, queryClient } = useApi()
  const [score, setScore] = useState<string>()
  const [comment, setComment] = useState('')
  const rate = useMutation(
    trpc.conversations.rate.mutationOptions({
      onSuccess: after => queryClient.setQueryData<Conversation>(trpc.conversations.get.queryKey({ id }), after),
      onError: tellFailure,
    }),
  )
  if (csat) {
    return (
      <p className={styles.portalRating} role="status">
        Thank you: you rated this {csat.score} of 5.
      </p>
    )
  }
  return (
    <form
      className={styles.portalRating}
      onSubmit={event => {
        event.preventDefault()
        if (score) rate.mutate({ id, score: Number(score), ...(comment.trim() && { comment: comment.trim() }) })
      }}
    >
      <span>How was it?</span>
      <SegmentedControl
        aria-label="How was it?"
        value={score ?? ''}
        onChange={setScore}
        className={styles.scores ?? ''}
        data={scores.map((words, index) => ({
          value: String(index + 1),
          label: (
            <>
              {index + 1} <span className={index % 4 === 0 ? undefined : styles.scoreMiddle}>{words}</span>
            </>
          ),
        }))}
      />
      {score && (
        <Group gap="xs" wrap="nowrap">
          <TextInput
            className="grow"
            aria-label="What should we know? (optional)"
            placeholder="What should we know? (optional)"
            maxLength={2000}
            value={comment}
            onChange={event => setComment(event.currentTarget.value)}
          />
          <Button type="submit" variant="filled" loading={rate.isPending}>
            Send the rating
          </Button>
        </Group>
      )}
    </form>
  )
}

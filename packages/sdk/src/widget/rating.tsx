import { useState } from 'preact/hooks'
import type { Chat } from './chat.ts'

const words = ['Very bad', 'Bad', 'Middling', 'Good', 'Very good']

/** Asks how it was, once a conversation is resolved. */
export function Rating({ chat }: { chat: Chat }) {
  const { conversation } = chat.get()
  const [score, setScore] = useState<number | null>(null)
  const [comment, setComment] = useState('')
  if (conversation?.status !== 'resolved') return null
  if (conversation.csat) {
    return (
      <p class="rating" role="status">
        Thank you: you rated this {conversation.csat.score} of 5.
      </p>
    )
  }
  return (
    <form
      class="rating"
      onSubmit={event => {
        event.preventDefault()
        if (score !== null) void chat.rate(score, comment.trim())
      }}
    >
      <fieldset class="scores" aria-label="How was it? From 1, very bad, to 5, very good">
        {words.map((word, index) => (
          <label key={word} title={word}>
            <input type="radio" name="score" checked={score === index + 1} onChange={() => setScore(index + 1)} />
            <span>
              {index + 1}
              <span class="hidden"> {word}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {score === null ? (
        <p class="meta">How was it? From 1, very bad, to 5, very good.</p>
      ) : (
        <>
          <textarea
            class="wide"
            rows={2}
            aria-label="What should we know? (optional)"
            placeholder="What should we know? (optional)"
            maxLength={1000}
            value={comment}
            onInput={event => setComment(event.currentTarget.value)}
          />
          <p>
            <button type="submit" class="primary">
              Send the rating
            </button>
          </p>
        </>
      )}
    </form>
  )
}

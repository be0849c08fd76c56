import { answering, failing, type ModelServer, type Reply } from '../../testing/model-server.ts'

interface Bullet {
  text: string
  sources: number[]
}

/** What the model was told of, as a request carries it. */
interface Told {
  sources: { n: number; title: string; number?: string }[]
  written?: string[]
}

/** Claims made from what a model is told of. */
type Claims = (told: Told) => Bullet[]

/** Makes answers of claims; `server` is the one that is asked, once it is there. */
export const writingTo =
  (server: () => ModelServer) =>
  (claims: Claims, key = 'accomplishments'): Reply =>
  (response, request) => {
    const { body } = server().asked.at(-1) ?? {}
    const told: Told = JSON.parse(
      body?.messages
        .at(-1)
        ?.content.replace(/^[^{]*/, '')
        .replace(/[^}]*$/, '') ?? '{}',
    )
    answering({ content: JSON.stringify({ sections: [{ key, bullets: claims(told) }] }) })(response, request)
  }

/** A claim for each source. */
export const each = ({ sources }: Told): Bullet[] =>
  sources.map(({ n, title }) => ({ text: `The team finished “${title}”.`, sources: [n] }))

export interface OddAnswer {
  replies: Reply[]
  /** How many of its claims nothing bears out. */
  refuses: number
  /** What share of the facts it tells of; null: none of it can be used. */
  byModel: number | null
}

/** Answers as models give them, good and bad, to a week of eight topics. */
export const oddAnswers = (writing: ReturnType<typeof writingTo>): Record<string, OddAnswer> => ({
  'tells of everything': { replies: [writing(each)], refuses: 0, byModel: 1 },
  'invents links': {
    replies: [
      writing(told => [
        ...each(told),
        { text: 'See https://github.com/acme/shop/pull/999 for the new engine.', sources: [1] },
        { text: 'A [new engine](https://evil.example/engine) came.', sources: [1] },
        { text: 'The work of #999 was finished.', sources: [2] },
      ]),
    ],
    ...{ refuses: 3, byModel: 1 },
  },
  'invents sources': {
    replies: [
      writing(told => [
        ...each(told),
        { text: 'Moved to another cloud.', sources: [1, 4_711] },
        { text: 'All is well.', sources: [] },
      ]),
    ],
    ...{ refuses: 2, byModel: 1 },
  },
  'invents figures': {
    replies: [
      writing(told => [
        ...each(told),
        { text: 'Checkout became 40% faster.', sources: [1] },
        { text: 'The team merged 250 pull requests.', sources: [1, 2] },
        { text: 'Nine pull requests were merged.', sources: [1, 2] },
        { text: 'Released v9.9.9.', sources: [3] },
      ]),
    ],
    ...{ refuses: 4, byModel: 1 },
  },
  'leaves half out, twice': {
    replies: [writing(told => each({ sources: told.sources.slice(0, 4) })), writing(() => [])],
    ...{ refuses: 0, byModel: 0.5 },
  },
  'leaves half out, and then tells of it': {
    replies: [writing(told => each({ sources: told.sources.slice(0, 4) })), writing(each)],
    ...{ refuses: 0, byModel: 1 },
  },
  'repeats itself': {
    replies: [writing(told => [...each(told), ...each(told), ...each(told)])],
    refuses: 0,
    byModel: 1,
  },
  'makes sections up': { replies: [writing(each, 'gossip'), writing(each)], refuses: 10, byModel: 1 },
  'stops early': {
    replies: [answering({ content: '{"sections":[{"key":"acc', finish: 'length' })],
    refuses: 0,
    byModel: null,
  },
  'returns nonsense': {
    replies: [answering({ content: 'Certainly! Here is your report.' })],
    refuses: 0,
    byModel: null,
  },
  'returns another form': { replies: [answering({ content: '{"report":"All fine"}' })], refuses: 0, byModel: null },
  refuses: { replies: [answering({ refusal: 'I cannot' })], refuses: 0, byModel: null },
  'answers with an error': { replies: [failing(400)], refuses: 0, byModel: null },
})

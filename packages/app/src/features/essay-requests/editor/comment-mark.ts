import { Mark } from '@tiptap/core'

/** A comment on a piece of text: kept in the text, so that it stays where it belongs while the text changes. */
export const CommentMark = Mark.create({
  name: 'comment',
  inclusive: false,
  // Two may be about the same words.
  excludes: '',
  addAttributes: () => ({
    id: { default: null, parseHTML: element => element.getAttribute('data-comment') },
    text: { default: null, parseHTML: element => element.getAttribute('title') },
    author: { default: '', parseHTML: element => element.getAttribute('data-author') ?? '' },
  }),
  // A paragraph that is cut and put elsewhere takes its comments along.
  parseHTML: () => [{ tag: 'mark[data-comment]', getAttrs: element => isWhole(element) && null }],
  renderHTML: ({ mark: { attrs } }) => [
    'mark',
    { 'data-comment': attrs.id, 'data-author': attrs.author || null, title: attrs.text },
    0,
  ],
})

/** Whether it is one that the server would take. */
function isWhole(element: HTMLElement): boolean {
  const [id, text] = [element.getAttribute('data-comment') ?? '', element.getAttribute('title') ?? '']
  return id.length > 0 && id.length <= 200 && text.length > 0 && text.length <= 2_000
}

import { Mark } from '@tiptap/core'

/** A comment on a piece of text: kept in the text, so that it stays where it belongs while the text changes. */
export const CommentMark = Mark.create({
  name: 'comment',
  inclusive: false,
  // Two may be about the same words.
  excludes: '',
  addAttributes: () => ({
    id: { default: null, parseHTML: element => element.getAttribute('data-comment') },
    // What comes from elsewhere by pasting is no comment of ours.
    text: { default: null },
    author: { default: '' },
  }),
  renderHTML: ({ mark }) => ['mark', { 'data-comment': mark.attrs.id, title: mark.attrs.text }, 0],
})

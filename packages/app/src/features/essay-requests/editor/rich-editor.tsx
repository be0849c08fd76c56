import { EditorContent, useEditor } from '@tiptap/react'
import { StarterKit } from '@tiptap/starter-kit'
import clsx from 'clsx'
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import { tell } from '../../../ui/toast.ts'
import { type EssayDocument, readyToEdit } from '../document.ts'
import { CommentMark } from './comment-mark.ts'
import styles from './editor.module.css'
import { Toolbar } from './toolbar.tsx'

/** Longest text that is taken from the clipboard, in characters: the server takes a megabyte. */
const longestPaste = 1_000_000

export interface EditorHandle {
  read: () => EssayDocument
  /** Shows another text; nobody is told of it as a change, and it cannot be undone into the one before. */
  replace: (document: EssayDocument) => void
  focus: () => void
  /** Takes a comment off, wherever it stands. */
  uncomment: (id: string) => void
}

export interface RichEditorProps {
  /** Shown at first; later ones come by `replace`. */
  document: EssayDocument
  label: string
  onChange: (read: () => EssayDocument) => void
  editable?: boolean
  /** Comments can be made. */
  comments?: boolean
  /** Something is wrong with the text; `describedBy` says where that stands. */
  invalid?: boolean
  describedBy?: string | undefined
  ref?: Ref<EditorHandle>
}

// Only what the server lets into a document. Links are opened by readers, not by a click of the editor.
const extensions = [
  StarterKit.configure({
    link: {
      openOnClick: false,
      protocols: ['http', 'https', 'mailto'],
      isAllowedUri: url => /^(https?:|mailto:)/i.test(url ?? ''),
      HTMLAttributes: { target: null, rel: null, class: null },
    },
  }),
  CommentMark,
]

/** A text that is written: headings, lists, quotes, links, and comments on it. */
export function RichEditor(props: RichEditorProps) {
  const { document, label, editable = true, comments = false, invalid = false, describedBy, ref } = props
  const onChange = useRef(props.onChange)
  useEffect(() => {
    onChange.current = props.onChange
  })
  const editor = useEditor({
    extensions,
    content: readyToEdit(document),
    editable,
    // Its rules stand in our own file, which the content security policy lets in.
    injectCSS: false,
    editorProps: {
      attributes: {
        ...{ role: 'textbox', 'aria-multiline': 'true', 'aria-label': label, class: styles.text ?? '' },
        ...(invalid && { 'aria-invalid': 'true' }),
        ...(describedBy && { 'aria-describedby': describedBy }),
      },
      handlePaste: (_view, { clipboardData }) => {
        const isTooLong = (clipboardData?.getData('text/plain').length ?? 0) > longestPaste
        if (isTooLong) tell('This text is too long: a text may take a megabyte.')
        return isTooLong
      },
    },
    onUpdate: ({ editor: { state } }) => onChange.current(() => state.doc.toJSON()),
  })
  useEffect(() => editor.setEditable(editable, false), [editor, editable])
  useImperativeHandle(
    ref,
    () => ({
      // The schema of the editor is that of the document.
      read: () => editor.state.doc.toJSON(),
      replace: next => void editor.commands.setContent(readyToEdit(next), { emitUpdate: false }),
      focus: () => void editor.commands.focus(),
      uncomment: id => {
        const { tr, doc } = editor.state
        doc.descendants((node, at) => {
          for (const mark of node.marks) {
            if (mark.type.name === 'comment' && mark.attrs.id === id) tr.removeMark(at, at + node.nodeSize, mark)
          }
        })
        editor.view.dispatch(tr)
      },
    }),
    [editor],
  )
  return (
    <div className={clsx(styles.editor, invalid && styles.invalid)} data-editable={editable}>
      {editable && <Toolbar editor={editor} comments={comments} />}
      <EditorContent editor={editor} />
    </div>
  )
}

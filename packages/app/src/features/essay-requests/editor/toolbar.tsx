import { ActionIcon } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconBlockquote,
  IconBold,
  IconHeading,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  IconMessagePlus,
  IconStrikethrough,
  IconUnderline,
} from '@tabler/icons-react'
import type { Editor } from '@tiptap/core'
import type { EditorState } from '@tiptap/pm/state'
import { useEditorState } from '@tiptap/react'
import { type ReactNode, useState } from 'react'
import { v4 } from 'uuid'
import { AskDialog } from './ask-dialog.tsx'
import styles from './editor.module.css'

const size = 16

/** Whether any words are chosen: the end of a line alone is none. */
const holdsWords = ({ doc, selection: { from, to } }: EditorState) => doc.textBetween(from, to).trim() !== ''

/** What can be done with the chosen words. */
export function Toolbar({ editor, comments }: { editor: Editor; comments: boolean }) {
  const [asking, setAsking] = useState<'link' | 'comment' | null>(null)
  const now = useEditorState({
    editor,
    selector: ({ editor: each }) => ({
      bold: each.isActive('bold'),
      italic: each.isActive('italic'),
      underline: each.isActive('underline'),
      strike: each.isActive('strike'),
      heading: each.isActive('heading'),
      bullets: each.isActive('bulletList'),
      numbers: each.isActive('orderedList'),
      quote: each.isActive('blockquote'),
      link: each.isActive('link'),
      chosen: holdsWords(each.state),
      undo: each.can().undo(),
      redo: each.can().redo(),
    }),
  })
  const run = () => editor.chain().focus()
  return (
    <div className={styles.bar} role="toolbar" aria-label="Formatting">
      <Tool label="Bold" on={now.bold} onClick={() => run().toggleBold().run()}>
        <IconBold size={size} />
      </Tool>
      <Tool label="Italic" on={now.italic} onClick={() => run().toggleItalic().run()}>
        <IconItalic size={size} />
      </Tool>
      <Tool label="Underline" on={now.underline} onClick={() => run().toggleUnderline().run()}>
        <IconUnderline size={size} />
      </Tool>
      <Tool label="Strike through" on={now.strike} onClick={() => run().toggleStrike().run()}>
        <IconStrikethrough size={size} />
      </Tool>
      <Tool label="Heading" on={now.heading} onClick={() => run().toggleHeading({ level: 2 }).run()}>
        <IconHeading size={size} />
      </Tool>
      <Tool label="List" on={now.bullets} onClick={() => run().toggleBulletList().run()}>
        <IconList size={size} />
      </Tool>
      <Tool label="Numbered list" on={now.numbers} onClick={() => run().toggleOrderedList().run()}>
        <IconListNumbers size={size} />
      </Tool>
      <Tool label="Quote" on={now.quote} onClick={() => run().toggleBlockquote().run()}>
        <IconBlockquote size={size} />
      </Tool>
      <Tool
        label="Link"
        on={now.link}
        disabled={!now.link && !now.chosen}
        onClick={() => (now.link ? run().unsetLink().run() : setAsking('link'))}
      >
        <IconLink size={size} />
      </Tool>
      {comments && (
        <Tool label="Comment on the selection" disabled={!now.chosen} onClick={() => setAsking('comment')}>
          <IconMessagePlus size={size} />
        </Tool>
      )}
      <span className="grow" />
      <Tool label="Undo" disabled={!now.undo} onClick={() => run().undo().run()}>
        <IconArrowBackUp size={size} />
      </Tool>
      <Tool label="Redo" disabled={!now.redo} onClick={() => run().redo().run()}>
        <IconArrowForwardUp size={size} />
      </Tool>
      <AskDialog
        asked={asking}
        onClose={() => setAsking(null)}
        onAnswer={text => {
          setAsking(null)
          if (asking === 'link') run().setLink({ href: text }).run()
          else run().setMark('comment', { id: v4(), text, author: '' }).run()
        }}
      />
    </div>
  )
}

interface ToolProps {
  label: string
  on?: boolean
  disabled?: boolean
  onClick: () => void
  children: ReactNode
}

function Tool({ label, on, disabled = false, onClick, children }: ToolProps) {
  return (
    <ActionIcon
      variant="subtle"
      aria-label={label}
      title={label}
      aria-pressed={on}
      data-on={on}
      disabled={disabled}
      // The words stay chosen.
      onMouseDown={event => event.preventDefault()}
      onClick={onClick}
    >
      {children}
    </ActionIcon>
  )
}

import { RichTextEditor } from '@mantine/tiptap'
import { IconListCheck, IconMessagePlus, IconPencilQuestion } from '@tabler/icons-react'
import type { Editor } from '@tiptap/react'
import { useT } from '../../../kernel/i18n.tsx'

type Props = { editor: Editor; canComment: boolean; onComment: () => void; onSuggest: () => void }

/** Marks, lists, links, undo; every button is reached by Tab and named. */
export function Toolbar({ editor, canComment, onComment, onSuggest }: Props) {
  const t = useT()
  return (
    <RichTextEditor.Toolbar aria-label={t('documents.editor.toolbar')} role="toolbar" className="dc-toolbar">
      <RichTextEditor.ControlsGroup>
        <RichTextEditor.H1 />
        <RichTextEditor.H2 />
        <RichTextEditor.H3 />
      </RichTextEditor.ControlsGroup>
      <RichTextEditor.ControlsGroup>
        <RichTextEditor.Bold />
        <RichTextEditor.Italic />
        <RichTextEditor.Underline />
        <RichTextEditor.Strikethrough />
      </RichTextEditor.ControlsGroup>
      <RichTextEditor.ControlsGroup>
        <RichTextEditor.BulletList />
        <RichTextEditor.OrderedList />
        <RichTextEditor.Control
          aria-label={t('documents.editor.taskList')}
          title={t('documents.editor.taskList')}
          active={editor.isActive('taskList')}
          onClick={() => editor.chain().focus().toggleTaskList().run()}
        >
          <IconListCheck size={16} stroke={1.5} />
        </RichTextEditor.Control>
        <RichTextEditor.Blockquote />
      </RichTextEditor.ControlsGroup>
      <RichTextEditor.ControlsGroup>
        <RichTextEditor.Link />
        <RichTextEditor.Unlink />
      </RichTextEditor.ControlsGroup>
      <RichTextEditor.ControlsGroup>
        <RichTextEditor.Undo />
        <RichTextEditor.Redo />
      </RichTextEditor.ControlsGroup>
      {canComment && (
        <RichTextEditor.ControlsGroup>
          <RichTextEditor.Control
            aria-label={t('documents.editor.comment')}
            title={t('documents.editor.comment')}
            onClick={onComment}
          >
            <IconMessagePlus size={16} stroke={1.5} />
          </RichTextEditor.Control>
          <RichTextEditor.Control
            aria-label={t('documents.editor.suggest')}
            title={t('documents.editor.suggest')}
            onClick={onSuggest}
          >
            <IconPencilQuestion size={16} stroke={1.5} />
          </RichTextEditor.Control>
        </RichTextEditor.ControlsGroup>
      )}
    </RichTextEditor.Toolbar>
  )
}

import { Button, Drawer, Skeleton } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { RichTextEditor } from '@mantine/tiptap'
import { IconMessages } from '@tabler/icons-react'
import { type ComponentProps, useState } from 'react'
import { useT } from '../../../kernel/i18n.tsx'
import { useSearch } from '../../../kernel/navigation.tsx'
import { useApi } from '../../../kernel/query.ts'
import { useToast } from '../../../kernel/toast.tsx'
import type { Draft } from '../comments/draft.ts'
import { CommentMargin } from '../comments/margin.tsx'
import { MentionList } from './mention-list.tsx'
import { anchorOfSelection, rangeOf } from './places.ts'
import { type Shared, useSharedDocument } from './shared-document.ts'
import { Presence, SaveState } from './status.tsx'
import { Toolbar } from './toolbar.tsx'
import { useEditorOf } from './use-editor-of.ts'
import { useLabels } from './use-labels.ts'
import '@mantine/tiptap/styles.layer.css'
import '../documents.css'

/** The same editor; the toolbar's types come from the library's other build. */
type ToolbarEditor = ComponentProps<typeof RichTextEditor>['editor']

export type DocumentProps = {
  documentId: string
  readOnly?: boolean
  /** Names the text for screen readers. */
  label: string
  /** Pixels. */
  minHeight?: number
}

/** Pixels that text and comments need beside each other; with less, comments come in a drawer. */
const narrowest = 760

/** A text that several people write at once, with who is there, what is saved, and what is said about it. */
export default function SharedText({ documentId, readOnly = false, label, minHeight = 220 }: DocumentProps) {
  const t = useT()
  const { shared, connection, people } = useSharedDocument(documentId)
  if (!shared || (!connection.isReady && !connection.refusal))
    return (
      <div className="dc-document" aria-busy="true">
        <Skeleton h={minHeight} radius="md" aria-label={t('documents.editor.loading')} />
      </div>
    )
  return <OpenText key={documentId} {...{ documentId, readOnly, label, minHeight, shared, connection, people }} />
}

type OpenProps = Required<DocumentProps> & { shared: Shared } & Pick<
    ReturnType<typeof useSharedDocument>,
    'connection' | 'people'
  >

function OpenText({ documentId, readOnly, label, minHeight, shared, connection, people }: OpenProps) {
  const t = useT()
  const toast = useToast()
  const labels = useLabels()
  const [search] = useSearch()
  // What counts is the room the text has: in a campaign's middle column a wide window leaves little.
  const { ref, width } = useElementSize<HTMLDivElement>()
  const isNarrow = width > 0 && width < narrowest
  const record = useApi('GET /documents/:id', { params: { id: documentId } })
  const comments = useApi('GET /documents/:id/comments', { params: { id: documentId }, query: { limit: 200 } })
  const [isMarginOpen, setMarginOpen] = useState(search.comments === 'open')
  const [draft, setDraft] = useState<Draft | null>(null)
  const [activeId, setActiveId] = useState<string | null>(null)
  const isLocked = record.data?.isLocked ?? false
  const canWrite = connection.canWrite && !readOnly && !isLocked
  const threads = comments.data?.items ?? []
  const { editor, menu } = useEditorOf(shared, {
    label,
    isEditable: canWrite,
    threads,
    activeId,
    onComment: (id) => {
      setActiveId(id)
      setMarginOpen(true)
    },
  })
  const begin = (isSuggestion: boolean) => {
    const place = editor && anchorOfSelection(editor.state)
    if (isSuggestion && !place?.isWithinOne) return toast.info(t('documents.suggestions.tooWide'))
    setDraft({ isSuggestion, anchor: place?.anchor ?? null, quote: place?.quote ?? null })
    setMarginOpen(true)
  }
  const open = threads.filter((thread) => thread.state === 'open').length
  const margin = (
    <CommentMargin
      documentId={documentId}
      threads={threads}
      canWrite={canWrite}
      draft={draft}
      activeId={activeId}
      isPlaced={(thread) =>
        thread.anchor === null || (editor !== null && rangeOf(editor.state, thread.anchor) !== null)
      }
      onDraft={setDraft}
      onShow={(thread) => {
        setActiveId(thread.id)
        const range = editor && thread.anchor && rangeOf(editor.state, thread.anchor)
        if (!editor || !range) return
        if (isNarrow) setMarginOpen(false)
        editor.chain().focus().setTextSelection(range).scrollIntoView().run()
      }}
    />
  )
  return (
    <div ref={ref} className="dc-document" data-margin={isMarginOpen && !isNarrow ? true : undefined}>
      <div className="dc-head">
        <SaveState connection={connection} isLocked={isLocked} readOnly={readOnly} />
        <Presence people={people} />
        <Button
          size="compact-sm"
          variant="subtle"
          aria-expanded={isMarginOpen}
          leftSection={<IconMessages size={16} stroke={1.6} />}
          onClick={() => setMarginOpen(!isMarginOpen)}
        >
          {t('documents.comments.open', { n: open })}
        </Button>
      </div>
      <div className="dc-body">
        <RichTextEditor editor={editor as ToolbarEditor} labels={labels} className="dc-editor">
          {editor && canWrite && (
            <Toolbar
              editor={editor}
              canComment={canWrite}
              onComment={() => begin(false)}
              onSuggest={() => begin(true)}
            />
          )}
          <RichTextEditor.Content style={{ minHeight }} data-placeholder />
        </RichTextEditor>
        {isMarginOpen && !isNarrow && (
          <aside className="dc-margin" aria-label={t('documents.comments.title')}>
            {margin}
          </aside>
        )}
      </div>
      {isNarrow && (
        <Drawer
          opened={isMarginOpen}
          onClose={() => setMarginOpen(false)}
          position="right"
          size="24rem"
          title={t('documents.comments.title')}
        >
          {margin}
        </Drawer>
      )}
      {menu && <MentionList menu={menu} />}
    </div>
  )
}

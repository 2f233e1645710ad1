import { Switch } from '@mantine/core'
import { useState } from 'react'
import type { Comment } from '#contract/document-parts.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { CommentComposer } from './composer.tsx'
import type { Draft } from './draft.ts'
import { CommentThread } from './thread.tsx'

type Props = {
  documentId: string
  threads: readonly Comment[]
  canWrite: boolean
  draft: Draft | null
  activeId: string | null
  isPlaced: (thread: Comment) => boolean
  onDraft: (draft: Draft | null) => void
  onShow: (thread: Comment) => void
}

/** Comments and suggestions beside the text; on narrow screens in a drawer. */
export function CommentMargin({ documentId, threads, canWrite, draft, activeId, isPlaced, onDraft, onShow }: Props) {
  const t = useT()
  const [showsAll, setShowsAll] = useState(false)
  const shown = threads.filter((thread) => showsAll || thread.state === 'open')
  return (
    <div className="dc-comments">
      {draft && (
        <CommentComposer
          key={JSON.stringify(draft)}
          documentId={documentId}
          draft={draft}
          onClose={() => onDraft(null)}
        />
      )}
      {shown.map((thread) => (
        <CommentThread
          key={thread.id}
          documentId={documentId}
          thread={thread}
          canWrite={canWrite}
          isActive={thread.id === activeId}
          isPlaced={isPlaced(thread)}
          onShow={() => onShow(thread)}
        />
      ))}
      {shown.length === 0 && !draft && (
        <p className="td-muted">{t(canWrite ? 'documents.comments.empty' : 'documents.comments.emptyReadOnly')}</p>
      )}
      {threads.some((thread) => thread.state !== 'open') && (
        <Switch
          size="sm"
          label={t('documents.comments.showResolved')}
          checked={showsAll}
          onChange={(event) => setShowsAll(event.currentTarget.checked)}
        />
      )}
    </div>
  )
}

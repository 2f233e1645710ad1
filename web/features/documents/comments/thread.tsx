import { ActionIcon, Badge, Button, Group } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { Comment } from '#contract/document-parts.ts'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { useMe } from '../../../kernel/me.tsx'
import { useAct } from '../../../kernel/query.ts'
import { MemberAvatar } from '../../../kernel/record/member-avatar.tsx'
import { useMembers } from '../../../kernel/record/member-select.tsx'
import { MentionArea, useMentionsIn } from './mention-area.tsx'

type Props = {
  documentId: string
  thread: Comment
  canWrite: boolean
  isActive: boolean
  isPlaced: boolean
  onShow: () => void
}

/** A comment with its replies, or a suggestion to be accepted or declined. */
export function CommentThread({ documentId, thread, canWrite, isActive, isPlaced, onShow }: Props) {
  const t = useT()
  const card = useRef<HTMLElement>(null)
  useEffect(() => {
    if (isActive) card.current?.scrollIntoView({ block: 'nearest' })
  }, [isActive])
  const { quote, proposedText, state, replies, anchor } = thread
  return (
    <article ref={card} className="dc-thread" data-active={isActive || undefined} data-state={state}>
      {quote && (
        <button
          type="button"
          className="dc-quote"
          onClick={onShow}
          disabled={!isPlaced}
          title={t('documents.comments.showPlace')}
        >
          {quote}
        </button>
      )}
      {!isPlaced && state === 'open' && <p className="dc-small td-muted">{t('documents.comments.placeGone')}</p>}
      {anchor === null && <p className="dc-small td-muted">{t('documents.comments.general')}</p>}
      {proposedText !== null && (
        <p className="dc-proposed">{proposedText || t('documents.suggestions.remove', { quote: quote ?? '' })}</p>
      )}
      <Said documentId={documentId} one={thread} />
      {replies.map((reply) => (
        <Said key={reply.id} documentId={documentId} one={reply} />
      ))}
      {state !== 'open' && (
        <Badge variant="light" color={state === 'declined' ? 'gray' : 'green'}>
          {t(`documents.comments.states.${state}`)}
        </Badge>
      )}
      {canWrite && <Acts documentId={documentId} thread={thread} />}
    </article>
  )
}

type Spoken = Pick<Comment, 'id' | 'body' | 'authorId' | 'createdAt'>

function Said({ documentId, one }: { documentId: string; one: Spoken }) {
  const t = useT()
  const format = useFormat()
  const me = useMe()
  const members = useMembers()
  const name = members.find(({ id }) => id === one.authorId)?.fullName ?? '…'
  const remove = useAct('DELETE /documents/:id/comments/:commentId', { done: t('documents.comments.removed') })
  return (
    <div className="dc-said">
      <MemberAvatar name={name} size={24} />
      <div>
        <p className="dc-small">
          <strong>{name}</strong> <span className="td-muted">{format.relative(one.createdAt)}</span>
          {one.authorId === me.member.id && (
            <ActionIcon
              size={24}
              variant="subtle"
              color="gray"
              aria-label={t('documents.comments.remove')}
              onClick={() => remove.mutate({ params: { id: documentId, commentId: one.id } })}
            >
              <IconTrash size={14} />
            </ActionIcon>
          )}
        </p>
        {one.body && <p className="dc-words">{one.body}</p>}
      </div>
    </div>
  )
}

function Acts({ documentId, thread: { id, state, proposedText } }: { documentId: string; thread: Comment }) {
  const t = useT()
  const [isReplying, setReplying] = useState(false)
  const params = { id: documentId, commentId: id }
  const resolve = useAct('POST /documents/:id/comments/:commentId/resolution')
  const reopen = useAct('DELETE /documents/:id/comments/:commentId/resolution')
  const accept = useAct('POST /documents/:id/comments/:commentId/acceptance', {
    done: t('documents.suggestions.accepted'),
  })
  const decline = useAct('POST /documents/:id/comments/:commentId/rejection')
  const isOpen = state === 'open'
  if (isReplying) return <Reply documentId={documentId} threadId={id} onClose={() => setReplying(false)} />
  return (
    <Group gap={4}>
      {isOpen && proposedText !== null && (
        <>
          <Button size="compact-xs" loading={accept.isPending} onClick={() => accept.mutate({ params })}>
            {t('documents.suggestions.accept')}
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            loading={decline.isPending}
            onClick={() => decline.mutate({ params })}
          >
            {t('documents.suggestions.decline')}
          </Button>
        </>
      )}
      {isOpen && (
        <Button size="compact-xs" variant="subtle" onClick={() => setReplying(true)}>
          {t('documents.comments.reply')}
        </Button>
      )}
      {isOpen && proposedText === null && (
        <Button
          size="compact-xs"
          variant="subtle"
          loading={resolve.isPending}
          onClick={() => resolve.mutate({ params })}
        >
          {t('documents.comments.resolve')}
        </Button>
      )}
      {state === 'resolved' && (
        <Button size="compact-xs" variant="subtle" loading={reopen.isPending} onClick={() => reopen.mutate({ params })}>
          {t('documents.comments.reopen')}
        </Button>
      )}
    </Group>
  )
}

function Reply({ documentId, threadId, onClose }: { documentId: string; threadId: string; onClose: () => void }) {
  const t = useT()
  const [body, setBody] = useState('')
  const mentionsIn = useMentionsIn()
  const post = useAct('POST /documents/:id/comments', { idempotent: true })
  const send = () => {
    if (body.trim() === '') return
    const given = { replyTo: threadId, body: body.trim(), mentionIds: mentionsIn(body) }
    post.mutate({ params: { id: documentId }, body: given }, { onSuccess: onClose })
  }
  return (
    <div>
      <MentionArea label={t('documents.comments.replyLabel')} autoFocus value={body} onChange={setBody} onSend={send} />
      <Group gap={4} mt={4}>
        <Button size="compact-xs" disabled={body.trim() === ''} loading={post.isPending} onClick={send}>
          {t('documents.comments.reply')}
        </Button>
        <Button size="compact-xs" variant="subtle" onClick={onClose}>
          {t('documents.comments.cancel')}
        </Button>
      </Group>
    </div>
  )
}

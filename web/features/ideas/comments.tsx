import { ActionIcon, Button, Textarea } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { MoreButton } from '../../kernel/list/more-button.tsx'
import { Can, useMe } from '../../kernel/me.tsx'
import { useAct, useApiPages } from '../../kernel/query.ts'
import { MemberAvatar } from '../../kernel/record/member-avatar.tsx'
import { useMembers } from '../../kernel/record/member-select.tsx'

export function Comments({ id }: { id: string }) {
  const t = useT()
  const format = useFormat()
  const { member: me } = useMe()
  const members = useMembers()
  const pages = useApiPages('GET /ideas/:id/comments', { params: { id } })
  const remove = useAct('DELETE /ideas/:id/comments/:commentId')
  const nameOf = (authorId: string) => members.find((member) => member.id === authorId)?.fullName ?? '…'
  return (
    <div className="id-comments">
      {pages.items.length === 0 && !pages.isPending && <p className="td-muted">{t('ideas.comments.empty')}</p>}
      <ul>
        {pages.items.map((comment) => (
          <li key={comment.id}>
            <MemberAvatar name={nameOf(comment.authorId)} size={26} />
            <div>
              <div className="id-line">
                <strong>{nameOf(comment.authorId)}</strong>
                <span className="td-muted">{format.relative(comment.at)}</span>
                {comment.authorId === me.id && (
                  <ActionIcon
                    size={24}
                    variant="subtle"
                    color="gray"
                    aria-label={t('ideas.comments.remove')}
                    onClick={() => remove.mutate({ params: { id, commentId: comment.id } })}
                  >
                    <IconTrash size={14} />
                  </ActionIcon>
                )}
              </div>
              <p>{comment.body}</p>
            </div>
          </li>
        ))}
      </ul>
      <MoreButton pages={pages} />
      <Can permission="ideas.write">
        <Composer id={id} />
      </Can>
    </div>
  )
}

function Composer({ id }: { id: string }) {
  const t = useT()
  const [body, setBody] = useState('')
  const post = useAct('POST /ideas/:id/comments', { idempotent: true })
  const send = () => {
    if (body.trim() === '') return
    post.mutate({ params: { id }, body: { body: body.trim() } }, { onSuccess: () => setBody('') })
  }
  return (
    <div className="id-composer">
      <Textarea
        aria-label={t('ideas.comments.title')}
        placeholder={t('ideas.comments.placeholder')}
        autosize
        minRows={2}
        maxLength={2000}
        w="100%"
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) send()
        }}
      />
      <Button size="xs" loading={post.isPending} disabled={body.trim() === ''} onClick={send}>
        {t('ideas.comments.send')}
      </Button>
    </div>
  )
}

import { ActionIcon, Button, Textarea } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { MoreButton } from '../../../kernel/list/more-button.tsx'
import { Can, useMe } from '../../../kernel/me.tsx'
import { useAct, useApiPages } from '../../../kernel/query.ts'
import { MemberAvatar } from '../../../kernel/record/member-avatar.tsx'
import { useMembers } from '../../../kernel/record/member-select.tsx'

/** The conversation of both departments. Whoever is named with @ is told. */
export function Thread({ id }: { id: string }) {
  const t = useT()
  const format = useFormat()
  const me = useMe()
  const members = useMembers()
  const pages = useApiPages('GET /campaigns/:id/messages', { params: { id } })
  const remove = useAct('DELETE /campaigns/:id/messages/:messageId')
  const nameOf = (memberId: string) => members.find((member) => member.id === memberId)?.fullName ?? '…'
  return (
    <div className="cp-thread">
      <Can permission="campaigns.write">
        <Composer id={id} />
      </Can>
      {pages.items.length === 0 && !pages.isPending && (
        <p className="td-muted cp-hint">{t('campaigns.thread.empty')}</p>
      )}
      <ul>
        {pages.items.map((message) => (
          <li key={message.id}>
            <MemberAvatar name={nameOf(message.authorId)} size={28} />
            <div>
              <p className="cp-small">
                <strong>{nameOf(message.authorId)}</strong>{' '}
                <span className="td-muted">{format.relative(message.at)}</span>
                {message.authorId === me.member.id && (
                  <ActionIcon
                    size={24}
                    variant="subtle"
                    color="gray"
                    aria-label={t('campaigns.thread.remove')}
                    onClick={() => remove.mutate({ params: { id, messageId: message.id } })}
                  >
                    <IconTrash size={14} />
                  </ActionIcon>
                )}
              </p>
              <p className="cp-said">{message.body}</p>
            </div>
          </li>
        ))}
      </ul>
      <MoreButton pages={pages}>{t('campaigns.thread.more')}</MoreButton>
    </div>
  )
}

function Composer({ id }: { id: string }) {
  const t = useT()
  const members = useMembers()
  const [body, setBody] = useState('')
  const post = useAct('POST /campaigns/:id/messages', { idempotent: true })
  const typed = /@([^\s@]{1,40})$/.exec(body)?.[1]?.toLocaleLowerCase()
  const offered = typed
    ? members.filter((member) => member.fullName.toLocaleLowerCase().startsWith(typed)).slice(0, 5)
    : []
  const send = () => {
    const text = body.trim()
    if (text === '') return
    const mentionIds = members.filter((member) => text.includes(`@${member.fullName}`)).map((member) => member.id)
    post.mutate({ params: { id }, body: { body: text, mentionIds } }, { onSuccess: () => setBody('') })
  }
  return (
    <div className="cp-composer">
      <Textarea
        aria-label={t('campaigns.thread.title')}
        placeholder={t('campaigns.thread.placeholder')}
        w="100%"
        autosize
        minRows={2}
        maxLength={5000}
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) send()
        }}
      />
      {offered.length > 0 && (
        <div className="cp-inline">
          {offered.map((member) => (
            <Button
              key={member.id}
              size="compact-sm"
              variant="light"
              onClick={() => setBody(body.replace(/@[^\s@]*$/, `@${member.fullName} `))}
            >
              {member.fullName}
            </Button>
          ))}
        </div>
      )}
      <Button size="xs" loading={post.isPending} disabled={body.trim() === ''} onClick={send}>
        {t('campaigns.thread.send')}
      </Button>
    </div>
  )
}

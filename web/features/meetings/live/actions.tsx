import { Button, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type RefObject, useState } from 'react'
import type { Meeting } from '#contract/meetings.ts'
import type { AgendaItem } from '#contract/meetings-parts.ts'
import { clockNow } from '../../../kernel/clock.ts'
import { DateField } from '../../../kernel/form/date-field.tsx'
import { useT } from '../../../kernel/i18n.tsx'
import { useMe } from '../../../kernel/me.tsx'
import { useAct, useApi } from '../../../kernel/query.ts'
import { MemberSelect } from '../../../kernel/record/member-select.tsx'
import { Panel } from '../../../kernel/record/record-page.tsx'
import { ActionList } from '../record/action-list.tsx'

type Props = {
  meeting: Meeting
  current: AgendaItem | undefined
  canWrite: boolean
  inputRef: RefObject<HTMLInputElement | null>
}
const inAWeek = () => new Date(clockNow() + 7 * 86_400_000).toISOString().slice(0, 10)

/** Who does what until when: each line is a task of its owner. */
export function Actions({ meeting, current, canWrite, inputRef }: Props) {
  const t = useT()
  const { data } = useApi('GET /meetings/:id/actions', { params: { id: meeting.id } })
  const items = data?.items ?? []
  return (
    <Panel title={t('meetings.actions.title', { count: items.length })}>
      <ActionList items={items} {...(canWrite && { meetingId: meeting.id })} />
      {canWrite && <ActionForm meeting={meeting} current={current} inputRef={inputRef} />}
    </Panel>
  )
}

function ActionForm({ meeting, current, inputRef }: Omit<Props, 'canWrite'>) {
  const t = useT()
  const { member } = useMe()
  const [text, setText] = useState('')
  const [ownerId, setOwnerId] = useState<string | null>(member.id)
  const [dueOn, setDueOn] = useState<string | null>(inAWeek)
  const agree = useAct('POST /meetings/:id/actions', { idempotent: true, invalidates: ['/meetings', '/tasks'] })
  const submit = () => {
    if (text.trim() === '' || ownerId === null || dueOn === null) return
    agree.mutate(
      {
        params: { id: meeting.id },
        body: { text: text.trim(), ownerId, dueOn, agendaItemId: current?.id ?? null },
      },
      { onSuccess: () => setText('') },
    )
  }
  return (
    <form
      className="mt-form"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <TextInput
        ref={inputRef}
        maxLength={1000}
        aria-label={t('meetings.actions.text')}
        placeholder={t('meetings.actions.placeholder')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className="mt-pair">
        <MemberSelect clearable={false} label={t('meetings.actions.owner')} value={ownerId} onChange={setOwnerId} />
        <DateField label={t('meetings.actions.due')} value={dueOn} onChange={setDueOn} />
      </div>
      <div className="mt-form-acts">
        <Button
          type="submit"
          size="compact-md"
          variant="light"
          leftSection={<IconPlus size={15} />}
          disabled={text.trim() === '' || ownerId === null || dueOn === null}
          loading={agree.isPending}
        >
          {t('meetings.actions.add')}
        </Button>
      </div>
    </form>
  )
}

import { ActionIcon, TextInput } from '@mantine/core'
import { IconCircle, IconCircleCheckFilled, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Meeting, MeetingSeat } from '#contract/meetings.ts'
import type { MeetingInput } from '#contract/meetings-parts.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { useMe } from '../../../kernel/me.tsx'
import { useAct, useApi } from '../../../kernel/query.ts'
import { DepartmentMark } from '../../../kernel/record/department-mark.tsx'
import { Panel } from '../../../kernel/record/record-page.tsx'

/** What each seat brings in; the close waits for every required one. */
export function Inputs({ meeting, canWrite }: { meeting: Meeting; canWrite: boolean }) {
  const t = useT()
  const { data } = useApi('GET /meetings/:id/inputs', { params: { id: meeting.id } })
  return (
    <Panel title={t('meetings.inputs.title')}>
      <ul className="mt-inputs" id="mt-inputs">
        {meeting.seats.map((seat) => (
          <SeatInput
            key={seat.departmentId}
            meetingId={meeting.id}
            seat={seat}
            inputs={(data?.items ?? []).filter((input) => input.departmentId === seat.departmentId)}
            canWrite={canWrite}
          />
        ))}
      </ul>
    </Panel>
  )
}

type Props = { meetingId: string; seat: MeetingSeat; inputs: readonly MeetingInput[]; canWrite: boolean }

function SeatInput({ meetingId, seat, inputs, canWrite }: Props) {
  const t = useT()
  const { member } = useMe()
  const [text, setText] = useState('')
  const give = useAct('POST /meetings/:id/inputs', { idempotent: true })
  const takeBack = useAct('DELETE /meetings/:id/inputs/:inputId')
  const Mark = seat.hasInput ? IconCircleCheckFilled : IconCircle
  const word = seat.hasInput ? 'given' : seat.required ? 'missing' : 'optional'
  return (
    <li data-given={seat.hasInput || undefined}>
      <div className="mt-seat-head">
        <Mark size={16} role="img" aria-label={t(`meetings.inputs.${word}`)} />
        <DepartmentMark department={seat.departmentId} />
      </div>
      {inputs.map((input) => (
        <p key={input.id} className="mt-input">
          <span>{input.text}</span>
          {canWrite && input.authorId === member.id && (
            <ActionIcon
              size="sm"
              aria-label={t('meetings.inputs.takeBack', { text: input.text.slice(0, 60) })}
              onClick={() => takeBack.mutate({ params: { id: meetingId, inputId: input.id } })}
            >
              <IconX size={14} />
            </ActionIcon>
          )}
        </p>
      ))}
      {canWrite && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (text.trim() === '') return
            give.mutate(
              { params: { id: meetingId }, body: { departmentId: seat.departmentId, text: text.trim() } },
              { onSuccess: () => setText('') },
            )
          }}
        >
          <TextInput
            size="xs"
            maxLength={5000}
            aria-label={t('meetings.inputs.of', { department: seat.departmentName })}
            placeholder={t('meetings.inputs.placeholder', { department: seat.departmentName })}
            disabled={give.isPending}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </form>
      )}
    </li>
  )
}

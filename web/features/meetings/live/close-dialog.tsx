import { Button, Group, Modal } from '@mantine/core'
import { IconAlertTriangle, IconCircle, IconCircleCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Meeting } from '#contract/meetings.ts'
import type { Agenda } from '#contract/meetings-parts.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { useAct } from '../../../kernel/query.ts'
import { ProblemNote } from './problem-note.tsx'

type Props = { meeting: Meeting; agenda: Agenda | undefined; onClose: () => void }

/** The close as a checklist: what is still missing, what will happen, and the button once nothing is. */
export function CloseDialog({ meeting, agenda, onClose }: Props) {
  const t = useT()
  const close = useAct('POST /meetings/:id/close', {
    quiet: true,
    done: t('meetings.close.done'),
    invalidates: ['/meetings', '/meeting-series', '/tasks'],
  })
  const required = meeting.seats.filter((seat) => seat.required)
  const waiting = required.filter((seat) => !seat.hasInput)
  const undiscussed = agenda?.items.filter((item) => item.state === 'planned').length ?? 0
  return (
    <Modal opened onClose={onClose} title={t('meetings.close.title')} size="md">
      <ul className="mt-ready">
        {required.map((seat) => (
          <Line key={seat.departmentId} state={seat.hasInput ? 'done' : 'open'}>
            {t(seat.hasInput ? 'meetings.close.hasInput' : 'meetings.close.noInput', {
              department: seat.departmentName,
            })}
          </Line>
        ))}
        <Line state={undiscussed > 0 ? 'warning' : 'done'}>
          {t('meetings.close.undiscussed', { count: undiscussed })}
        </Line>
        <Line state={meeting.hadQuorum ? 'done' : 'warning'}>
          {t(meeting.hadQuorum ? 'meetings.close.hadQuorum' : 'meetings.close.noQuorum')}
        </Line>
        <Line state="done">
          {t('meetings.close.outcome', { decisions: meeting.decisions, actions: meeting.actions })}
        </Line>
      </ul>
      <p className="td-muted">{t('meetings.close.text')}</p>
      <ProblemNote error={close.error} />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {t('meetings.close.goOn')}
        </Button>
        <Button
          disabled={waiting.length > 0}
          loading={close.isPending}
          onClick={() => close.mutate({ params: { id: meeting.id } }, { onSuccess: onClose })}
        >
          {t('meetings.close.action')}
        </Button>
      </Group>
    </Modal>
  )
}

function Line({ state, children }: { state: 'open' | 'warning' | 'done'; children: ReactNode }) {
  const t = useT()
  const Mark = { open: IconCircle, warning: IconAlertTriangle, done: IconCircleCheck }[state]
  return (
    <li data-state={state}>
      <Mark size={18} stroke={1.8} role="img" aria-label={t(`meetings.readiness.marks.${state}`)} />
      <div>{children}</div>
    </li>
  )
}

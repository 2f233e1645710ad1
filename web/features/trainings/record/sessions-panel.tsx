import { Badge, Button, Group } from '@mantine/core'
import { IconCalendarDown, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { Session } from '#contract/training-parts.ts'
import type { Training } from '#contract/trainings.ts'
import { urlOf } from '../../../kernel/api.ts'
import { clockNow } from '../../../kernel/clock.ts'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { useMe } from '../../../kernel/me.tsx'
import { useAct } from '../../../kernel/query.ts'
import { ConfirmDialog } from '../../../kernel/record/confirm-dialog.tsx'
import { useMembers } from '../../../kernel/record/member-select.tsx'
import { Panel } from '../../../kernel/record/record-page.tsx'
import { AttendanceDialog } from './attendance-dialog.tsx'
import { SessionDialog } from './session-dialog.tsx'

/** When it is taught: enrol, wait in line, withdraw; whoever runs it notes who came. */
export function SessionsPanel({ training }: { training: Training }) {
  const t = useT()
  const [planning, setPlanning] = useState(false)
  return (
    <Panel
      title={t('trainings.sessions.title')}
      action={
        training.mayRun && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} />}
            onClick={() => setPlanning(true)}
          >
            {t('trainings.sessions.plan')}
          </Button>
        )
      }
    >
      {training.sessions.length === 0 && <p className="td-muted">{t('trainings.sessions.empty')}</p>}
      <ul className="tr-rows">
        {training.sessions.map((session) => (
          <SessionRow key={session.id} training={training} session={session} />
        ))}
      </ul>
      {planning && <SessionDialog training={training} onClose={() => setPlanning(false)} />}
    </Panel>
  )
}

function SessionRow({ training, session }: { training: Training; session: Session }) {
  const t = useT()
  const format = useFormat()
  const members = useMembers()
  const trainers = session.trainerIds.map((id) => members.find((one) => one.id === id)?.fullName ?? '').filter(Boolean)
  const params = { id: training.id, sessionId: session.id }
  return (
    <li className="tr-row">
      <div>
        <strong className="td-num">
          {format.dateTime(session.startsAt)}–{format.time(session.endsAt)}
        </strong>
        <div className="td-muted">
          {[session.place, trainers.length > 0 ? t('trainings.sessions.with', { names: format.list(trainers) }) : '']
            .filter(Boolean)
            .join(' · ')}
          {session.url && (
            <>
              {' · '}
              <a href={session.url} target="_blank" rel="noopener noreferrer">
                {t('trainings.sessions.join')}
              </a>
            </>
          )}
        </div>
        <span className="tr-marks td-num">
          {session.isCancelled ? (
            <Badge variant="light" color="red">
              {t('trainings.sessions.cancelled')}
            </Badge>
          ) : (
            t('trainings.sessions.taken', { enrolled: session.enrolled, capacity: session.capacity ?? 0 })
          )}
          {session.waiting > 0 && t('trainings.sessions.inLine', { count: session.waiting })}
          {!session.isCancelled && (
            <a href={urlOf('GET /trainings/:id/sessions/:sessionId/calendar', { params })} download>
              <IconCalendarDown size={15} aria-hidden="true" /> {t('trainings.sessions.calendar')}
            </a>
          )}
        </span>
      </div>
      {!session.isCancelled && <SessionActs training={training} session={session} />}
    </li>
  )
}

function SessionActs({ training, session }: { training: Training; session: Session }) {
  const t = useT()
  const { member } = useMe()
  const [open, setOpen] = useState<'edit' | 'cancel' | 'attendance' | null>(null)
  const params = { id: training.id, sessionId: session.id }
  const enrol = useAct('POST /trainings/:id/sessions/:sessionId/seats')
  const withdraw = useAct('DELETE /trainings/:id/sessions/:sessionId/seats/:memberId', {
    done: t('trainings.sessions.withdrawn'),
  })
  const cancel = useAct('DELETE /trainings/:id/sessions/:sessionId', { done: t('trainings.sessions.calledOff') })
  const ahead = Date.parse(session.startsAt) > clockNow()
  const isIn = session.mySeat === 'enrolled' || session.mySeat === 'waiting'
  const full = session.capacity !== null && session.enrolled >= session.capacity
  return (
    <Group gap={6}>
      {isIn && (
        <Badge variant="light" color={session.mySeat === 'enrolled' ? 'green' : 'amber'}>
          {t(`trainings.sessions.${session.mySeat === 'enrolled' ? 'enrolled' : 'waiting'}`)}
        </Badge>
      )}
      {ahead && training.state === 'active' && (
        <Button
          size="compact-sm"
          variant={isIn ? 'default' : 'light'}
          loading={enrol.isPending || withdraw.isPending}
          onClick={() =>
            isIn ? withdraw.mutate({ params: { ...params, memberId: member.id } }) : enrol.mutate({ params, body: {} })
          }
        >
          {isIn
            ? t('trainings.sessions.withdraw')
            : full
              ? t('trainings.sessions.wait')
              : t('trainings.sessions.enrol')}
        </Button>
      )}
      {training.mayRun && ahead && (
        <>
          <Button size="compact-sm" variant="default" onClick={() => setOpen('edit')}>
            {t('trainings.sessions.edit')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setOpen('cancel')}>
            {t('trainings.sessions.callOff')}
          </Button>
        </>
      )}
      {training.mayRun && !ahead && training.state === 'active' && (
        <Button size="compact-sm" onClick={() => setOpen('attendance')}>
          {t('trainings.sessions.attendance')}
        </Button>
      )}
      {open === 'edit' && <SessionDialog training={training} session={session} onClose={() => setOpen(null)} />}
      {open === 'attendance' && (
        <AttendanceDialog training={training} session={session} onClose={() => setOpen(null)} />
      )}
      {open === 'cancel' && (
        <ConfirmDialog
          title={t('trainings.sessions.callOff')}
          text={t('trainings.sessions.callOffText', { count: session.enrolled + session.waiting })}
          confirmLabel={t('trainings.sessions.callOff')}
          onConfirm={() => cancel.mutateAsync({ params })}
          onClose={() => setOpen(null)}
        />
      )}
    </Group>
  )
}

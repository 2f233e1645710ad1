import { Alert, Button, Menu } from '@mantine/core'
import { IconCalendarDown, IconCalendarX, IconClockEdit, IconPlayerPlay } from '@tabler/icons-react'
import { useState } from 'react'
import type { Meeting } from '#contract/meetings.ts'
import { urlOf } from '../../../kernel/api.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { useCan } from '../../../kernel/me.tsx'
import { useAct, useApi } from '../../../kernel/query.ts'
import { MoreMenu } from '../../../kernel/record/more-menu.tsx'
import { Panel, RecordPage } from '../../../kernel/record/record-page.tsx'
import { useRecordSave } from '../../../kernel/record/use-record-save.tsx'
import { useShortcuts } from '../../../kernel/shortcuts.tsx'
import { AgendaPanel } from '../agenda/panel.tsx'
import { CallButton } from '../parts/call-button.tsx'
import { ReadinessList } from '../parts/readiness.tsx'
import { StateBadge } from '../parts/state-badge.tsx'
import { CancelDialog } from './cancel-dialog.tsx'
import { MeetingFacts } from './facts.tsx'
import { MoveDialog } from './move-dialog.tsx'
import { readinessOf } from './readiness-of.ts'
import { Rsvp } from './rsvp.tsx'
import { SeatsPanel } from './seats-panel.tsx'

/** A meeting to come (or called off): its agenda, whether it is ready, who comes. */
export default function Planned({ meeting }: { meeting: Meeting }) {
  const t = useT()
  const [dialog, setDialog] = useState<'move' | 'cancel' | null>(null)
  const isCancelled = meeting.state === 'cancelled'
  const canWrite = useCan()('meetings.write') && !isCancelled
  const record = useRecordSave({
    get: 'GET /meetings/:id',
    patch: 'PATCH /meetings/:id',
    params: { id: meeting.id },
    labels: {
      durationMinutes: t('meetings.fields.duration'),
      leaderId: t('meetings.fields.leader'),
      location: t('meetings.fields.location'),
      url: t('meetings.fields.url'),
    },
  })
  const query = useApi('GET /meetings/:id', { params: { id: meeting.id } })
  return (
    <RecordPage
      query={{ ...query, data: meeting }}
      title={(one) => one.name}
      crumbs={[{ to: '/meetings', label: t('meetings.title') }]}
      badges={(one) => <StateBadge meeting={one} />}
      {...(meeting.previousMeetingId && { previous: `/meetings/${meeting.previousMeetingId}` })}
      {...(meeting.nextMeetingId && { next: `/meetings/${meeting.nextMeetingId}` })}
      actions={(one) => <Actions meeting={one} canWrite={canWrite} onAsk={setDialog} />}
      facts={(one) => (
        <MeetingFacts meeting={one} {...(canWrite && { save: record.save, onMove: () => setDialog('move') })} />
      )}
      main={(one) => (
        <>
          {isCancelled && (
            <Alert color="red" mb="md" title={t('meetings.states.cancelledTitle')}>
              {one.cancelReason ?? t('meetings.states.cancelledText')}
            </Alert>
          )}
          {one.leaderId === null && !isCancelled && (
            <Alert color="amber" mb="md" title={t('meetings.leader.missing')}>
              {t('meetings.leader.missingText')}
            </Alert>
          )}
          <AgendaPanel meeting={one} readOnly={isCancelled} />
        </>
      )}
      aside={(one) => (
        <>
          {!isCancelled && <ReadinessPanel meeting={one} />}
          <SeatsPanel seats={one.seats} />
        </>
      )}
      dialogs={
        <>
          {record.dialog}
          {dialog === 'move' && <MoveDialog meeting={meeting} onClose={() => setDialog(null)} />}
          {dialog === 'cancel' && <CancelDialog meeting={meeting} onClose={() => setDialog(null)} />}
        </>
      }
    />
  )
}

function ReadinessPanel({ meeting }: { meeting: Meeting }) {
  const t = useT()
  const { data: agenda } = useApi('GET /meetings/:id/agenda', { params: { id: meeting.id } })
  return (
    <Panel title={t('meetings.readiness.title')}>
      <ReadinessList readiness={readinessOf(meeting, agenda)} />
      <Rsvp meeting={meeting} />
    </Panel>
  )
}

type ActionsProps = { meeting: Meeting; canWrite: boolean; onAsk: (dialog: 'move' | 'cancel') => void }

function Actions({ meeting, canWrite, onAsk }: ActionsProps) {
  const t = useT()
  const params = { id: meeting.id }
  const start = useAct('POST /meetings/:id/start')
  const uncancel = useAct('DELETE /meetings/:id/cancellation', { done: t('meetings.acts.uncancelled') })
  const mayStart = canWrite && meeting.leaderId !== null
  useShortcuts([{ keys: 's', label: 'meetings.acts.start', run: () => start.mutate({ params }) }], mayStart)
  return (
    <>
      {meeting.state === 'planned' && <CallButton url={meeting.url} />}
      {canWrite && (
        <Button
          leftSection={<IconPlayerPlay size={17} />}
          loading={start.isPending}
          disabled={!mayStart}
          onClick={() => start.mutate({ params })}
        >
          {t('meetings.acts.start')}
        </Button>
      )}
      {meeting.state === 'cancelled' && (
        <Button variant="default" loading={uncancel.isPending} onClick={() => uncancel.mutate({ params })}>
          {t('meetings.acts.uncancel')}
        </Button>
      )}
      <MoreMenu>
        <Menu.Item
          component="a"
          href={urlOf('GET /meetings/:id/calendar', { params })}
          leftSection={<IconCalendarDown size={16} />}
        >
          {t('meetings.acts.ics')}
        </Menu.Item>
        {canWrite && (
          <>
            <Menu.Item leftSection={<IconClockEdit size={16} />} onClick={() => onAsk('move')}>
              {t('meetings.acts.moveMenu')}
            </Menu.Item>
            <Menu.Item color="red" leftSection={<IconCalendarX size={16} />} onClick={() => onAsk('cancel')}>
              {t('meetings.acts.cancelMenu')}
            </Menu.Item>
          </>
        )}
      </MoreMenu>
    </>
  )
}

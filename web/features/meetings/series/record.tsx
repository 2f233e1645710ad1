import { Alert, Badge, Button, Menu } from '@mantine/core'
import { IconArchive, IconCalendarPlus, IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import type { MeetingSeries } from '#contract/meeting-series.ts'
import { api } from '../../../kernel/api.ts'
import { clockNow } from '../../../kernel/clock.ts'
import { wallTimeOf } from '../../../kernel/form/zone.ts'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { useCan } from '../../../kernel/me.tsx'
import { Link, useGo, useParam } from '../../../kernel/navigation.tsx'
import { useAct, useApi } from '../../../kernel/query.ts'
import { ConfirmDialog } from '../../../kernel/record/confirm-dialog.tsx'
import { DepartmentMark } from '../../../kernel/record/department-mark.tsx'
import { Fact, Facts } from '../../../kernel/record/facts.tsx'
import { useMembers } from '../../../kernel/record/member-select.tsx'
import { DeleteItem, MoreMenu } from '../../../kernel/record/more-menu.tsx'
import { Panel, RecordPage } from '../../../kernel/record/record-page.tsx'
import { CalendarFeeds } from '../list/calendar-feeds.tsx'
import { recurrenceWords } from '../recurrence/words.ts'
import { HeldDates, NextDates } from './dates.tsx'
import { EditSeriesDialog } from './edit-dialog.tsx'
import '../meetings.css'

type Asking = { dialog: 'edit'; from: string } | { dialog: 'end' | 'calendar' } | null

/** A series: its rhythm and seats, the dates to come, and what was held. */
export default function SeriesRecord() {
  const t = useT()
  const id = useParam('id')
  const query = useApi('GET /meeting-series/:id', { params: { id } })
  const [asking, setAsking] = useState<Asking>(null)
  const can = useCan()
  const canWrite = (series: MeetingSeries) => can('meetings.write') && series.state === 'active'
  const end = useAct('POST /meeting-series/:id/ending', {
    invalidates: ['/meetings', '/meeting-series'],
    done: t('meetings.series.ended'),
  })
  const today = query.data ? wallTimeOf(clockNow(), query.data.timeZone).slice(0, 10) : ''
  return (
    <RecordPage
      query={query}
      title={(series) => series.name}
      crumbs={[{ to: '/meetings', label: t('meetings.title') }]}
      badges={(series) =>
        series.state === 'ended' ? <Badge color="gray">{t('meetings.series.isEnded')}</Badge> : null
      }
      actions={(series) =>
        canWrite(series) && (
          <>
            <Button
              variant="default"
              leftSection={<IconPencil size={16} />}
              onClick={() => setAsking({ dialog: 'edit', from: today })}
            >
              {t('meetings.series.edit')}
            </Button>
            <More series={series} onEnd={() => setAsking({ dialog: 'end' })} />
          </>
        )
      }
      facts={(series) => <SeriesFacts series={series} />}
      main={(series) => (
        <>
          {series.leaderLeft && (
            <Alert color="amber" mb="md" title={t('meetings.leader.left')}>
              {t('meetings.leader.leftText')}
            </Alert>
          )}
          <NextDates
            series={series}
            canWrite={canWrite(series)}
            onFollowing={(meeting) =>
              setAsking({ dialog: 'edit', from: wallTimeOf(meeting.startsAt, series.timeZone).slice(0, 10) })
            }
          />
          <HeldDates seriesId={series.id} />
        </>
      )}
      aside={(series) => (
        <>
          <SeriesSeats series={series} />
          <Panel title={t('meetings.feeds.panel')}>
            <p className="mt-plain mt-small td-muted">{t('meetings.feeds.text')}</p>
            <Button
              mt="xs"
              size="xs"
              variant="default"
              leftSection={<IconCalendarPlus size={15} />}
              onClick={() => setAsking({ dialog: 'calendar' })}
            >
              {t('meetings.feeds.action')}
            </Button>
          </Panel>
        </>
      )}
      dialogs={
        query.data && (
          <>
            {asking?.dialog === 'edit' && (
              <EditSeriesDialog series={query.data} from={asking.from} today={today} onClose={() => setAsking(null)} />
            )}
            {asking?.dialog === 'end' && (
              <ConfirmDialog
                title={t('meetings.series.end')}
                text={t('meetings.series.endText')}
                affected={[query.data.name]}
                confirmLabel={t('meetings.series.end')}
                onConfirm={() => end.mutateAsync({ params: { id }, body: {} })}
                onClose={() => setAsking(null)}
              />
            )}
            {asking?.dialog === 'calendar' && <CalendarFeeds onClose={() => setAsking(null)} />}
          </>
        )
      }
    />
  )
}

function More({ series, onEnd }: { series: MeetingSeries; onEnd: () => void }) {
  const t = useT()
  const go = useGo()
  const params = { id: series.id }
  const remove = useAct('DELETE /meeting-series/:id', {
    invalidates: ['/meetings', '/meeting-series'],
    done: t('meetings.series.deleted'),
    undo: () => api('POST /meeting-series/:id/restoration', { params }),
  })
  return (
    <MoreMenu>
      <Menu.Item leftSection={<IconArchive size={16} />} onClick={onEnd}>
        {t('meetings.series.end')}
      </Menu.Item>
      <DeleteItem
        onClick={() => {
          go('/meetings')
          remove.mutate({ params })
        }}
      >
        {t('meetings.series.delete')}
      </DeleteItem>
    </MoreMenu>
  )
}

function SeriesFacts({ series }: { series: MeetingSeries }) {
  const t = useT()
  const format = useFormat()
  const members = useMembers()
  const names = (ids: readonly string[]) =>
    format.list(ids.map((id) => members.find((member) => member.id === id)?.fullName ?? '…'))
  return (
    <Facts title={t('meetings.facts.title')}>
      <Fact label={t('meetings.recurrence.label')}>{recurrenceWords(t, format, series.rrule)}</Fact>
      <Fact label={t('meetings.fields.time')}>
        <span className="td-num">
          {series.time} · {t('meetings.agenda.minutes', { minutes: series.durationMinutes })}
        </span>
      </Fact>
      <Fact label={t('meetings.fields.timeZone')}>{series.timeZone.replaceAll('_', ' ')}</Fact>
      <Fact label={t('meetings.fields.leader')}>
        {series.leaderRotation === 'rotating'
          ? t('meetings.leader.inTurns', { names: names(series.rotationIds) })
          : series.leaderId
            ? names([series.leaderId])
            : '–'}
      </Fact>
      {series.location && <Fact label={t('meetings.fields.location')}>{series.location}</Fact>}
      {series.url && (
        <Fact label={t('meetings.fields.url')}>
          <a href={series.url} target="_blank" rel="noreferrer" className="mt-break">
            {series.url}
          </a>
        </Fact>
      )}
      {series.projectId && (
        <Fact label={t('meetings.fields.project')}>
          <Link to={`/projects/${series.projectId}`}>{t('meetings.series.openProject')}</Link>
        </Fact>
      )}
      {series.endsOn && <Fact label={t('meetings.series.endsOn')}>{format.date(series.endsOn)}</Fact>}
    </Facts>
  )
}

function SeriesSeats({ series }: { series: MeetingSeries }) {
  const t = useT()
  return (
    <Panel title={t('meetings.seats.title')}>
      <ul className="mt-seats">
        {series.departmentIds.map((id) => (
          <li key={id} className="mt-seat-head">
            <DepartmentMark department={id} />
            {series.optionalDepartmentIds.includes(id) && (
              <span className="td-muted mt-small">{t('meetings.seats.optional')}</span>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

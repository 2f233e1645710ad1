import { Badge, Button } from '@mantine/core'
import { IconCalendarEvent, IconPrinter } from '@tabler/icons-react'
import type { Meeting, MeetingSeat } from '#contract/meetings.ts'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { Link } from '../../../kernel/navigation.tsx'
import { useApi } from '../../../kernel/query.ts'
import { DepartmentMark } from '../../../kernel/record/department-mark.tsx'
import { Fact, Facts } from '../../../kernel/record/facts.tsx'
import { MemberAvatar } from '../../../kernel/record/member-avatar.tsx'
import { Panel, RecordPage } from '../../../kernel/record/record-page.tsx'
import { itemWords } from '../agenda/words.ts'
import { clockText } from '../live/clocks.tsx'
import { MinutesDocument } from '../parts/minutes-document.tsx'
import { StateBadge } from '../parts/state-badge.tsx'
import { ActionList } from './action-list.tsx'
import { DecisionList } from './decision-list.tsx'
import { MeetingFacts } from './facts.tsx'

/** The minutes page: what was decided, who does what, what was written down, who was there. Made to be printed. */
export default function Held({ meeting }: { meeting: Meeting }) {
  const t = useT()
  const query = useApi('GET /meetings/:id', { params: { id: meeting.id } })
  return (
    <RecordPage
      query={{ ...query, data: meeting }}
      title={(one) => one.name}
      crumbs={[{ to: '/meetings', label: t('meetings.title') }]}
      badges={(one) => (
        <>
          <StateBadge meeting={one} />
          {!one.hadQuorum && <Badge color="amber">{t('meetings.held.noQuorum')}</Badge>}
        </>
      )}
      {...(meeting.previousMeetingId && { previous: `/meetings/${meeting.previousMeetingId}` })}
      {...(meeting.nextMeetingId && { next: `/meetings/${meeting.nextMeetingId}` })}
      actions={(one) => (
        <>
          {one.nextMeetingId && (
            <Button
              component={Link}
              to={`/meetings/${one.nextMeetingId}`}
              variant="default"
              leftSection={<IconCalendarEvent size={17} />}
            >
              {t('meetings.held.next')}
            </Button>
          )}
          <Button variant="default" leftSection={<IconPrinter size={17} />} onClick={() => window.print()}>
            {t('meetings.held.print')}
          </Button>
        </>
      )}
      facts={(one) => (
        <>
          <MeetingFacts meeting={one} />
          <ClosedFacts meeting={one} />
        </>
      )}
      main={(one) => <Outcome meeting={one} />}
      aside={(one) => <WhoWasThere seats={one.seats} />}
    />
  )
}

function ClosedFacts({ meeting }: { meeting: Meeting }) {
  const t = useT()
  const format = useFormat()
  const { startedAt, closedAt } = meeting
  if (!startedAt || !closedAt) return null
  return (
    <Facts title={t('meetings.held.course')}>
      <Fact label={t('meetings.held.began')}>{format.dateTime(startedAt)}</Fact>
      <Fact label={t('meetings.held.took')}>
        {format.duration(Math.max(0, Date.parse(closedAt) - Date.parse(startedAt)))}
      </Fact>
    </Facts>
  )
}

function Outcome({ meeting }: { meeting: Meeting }) {
  const t = useT()
  const params = { id: meeting.id }
  const { data: decisions } = useApi('GET /meetings/:id/decisions', { params })
  const { data: actions } = useApi('GET /meetings/:id/actions', { params })
  const { data: inputs } = useApi('GET /meetings/:id/inputs', { params })
  const { data: agenda } = useApi('GET /meetings/:id/agenda', { params })
  return (
    <>
      <Panel title={t('meetings.decisions.title', { count: decisions?.items.length ?? 0 })}>
        <DecisionList items={decisions?.items ?? []} />
      </Panel>
      <Panel title={t('meetings.actions.title', { count: actions?.items.length ?? 0 })}>
        <ActionList items={actions?.items ?? []} />
      </Panel>
      <Panel title={t('meetings.minutes.label')}>
        <MinutesDocument meeting={meeting} readOnly />
      </Panel>
      <Panel title={t('meetings.inputs.title')}>
        <ul className="mt-inputs">
          {(inputs?.items ?? []).map((input) => (
            <li key={input.id}>
              <DepartmentMark department={input.departmentId} />
              <p className="mt-input">{input.text}</p>
            </li>
          ))}
        </ul>
      </Panel>
      {agenda && agenda.items.length > 0 && (
        <Panel title={t('meetings.agenda.title')}>
          <ol className="mt-spoken">
            {agenda.items.map((item) => (
              <li key={item.key}>
                <span>{itemWords(t, item)}</span>
                <span className="td-muted td-num">
                  {item.state === 'discussed'
                    ? clockText(item.spentSeconds)
                    : t(`meetings.agenda.states.${item.state}`)}
                </span>
              </li>
            ))}
          </ol>
        </Panel>
      )}
    </>
  )
}

function WhoWasThere({ seats }: { seats: readonly MeetingSeat[] }) {
  const t = useT()
  return (
    <Panel title={t('meetings.held.there')}>
      <ul className="mt-seats">
        {seats.map((seat) => {
          const here = seat.attendance.filter((one) => one.state !== 'absent')
          return (
            <li key={seat.departmentId}>
              <div className="mt-seat-head">
                <DepartmentMark department={seat.departmentId} />
                {here.length === 0 && (
                  <Badge color={seat.required ? 'amber' : 'gray'}>{t('meetings.seats.empty')}</Badge>
                )}
              </div>
              <ul className="mt-people">
                {here.map((one) => (
                  <li key={one.memberId}>
                    <MemberAvatar name={one.fullName} size={20} />
                    <span className="td-clip">
                      {one.state === 'delegate' ? t('meetings.live.delegate', { name: one.fullName }) : one.fullName}
                    </span>
                  </li>
                ))}
              </ul>
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}

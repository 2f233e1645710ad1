import { Breadcrumbs, Button, SegmentedControl, Title } from '@mantine/core'
import { IconFlagCheck } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { Meeting } from '#contract/meetings.ts'
import type { AgendaItem } from '#contract/meetings-parts.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { useCan } from '../../../kernel/me.tsx'
import { Link, usePageTitle } from '../../../kernel/navigation.tsx'
import { useAct } from '../../../kernel/query.ts'
import { useRemember } from '../../../kernel/shell/recent.ts'
import { useShortcuts } from '../../../kernel/shortcuts.tsx'
import { useAgenda } from '../agenda/use-agenda.ts'
import { CallButton } from '../parts/call-button.tsx'
import { MinutesDocument } from '../parts/minutes-document.tsx'
import { StateBadge } from '../parts/state-badge.tsx'
import { Actions } from './actions.tsx'
import { AgendaColumn } from './agenda-column.tsx'
import { MeetingClock } from './clocks.tsx'
import { CloseDialog } from './close-dialog.tsx'
import { CurrentCard } from './current-card.tsx'
import { Decisions } from './decisions.tsx'
import { Inputs } from './inputs.tsx'
import { QuorumBanner } from './quorum-banner.tsx'
import { SeatBar } from './seat-bar.tsx'
import { useAttendance } from './use-attendance.ts'

const parts = ['agenda', 'minutes', 'outcome'] as const
type Part = (typeof parts)[number]

/** A meeting while it runs: agenda, minutes and outcome side by side, the same for everybody in the room. */
export default function MeetingRoom({ meeting }: { meeting: Meeting }) {
  const t = useT()
  usePageTitle(meeting.name)
  useRemember(meeting.name)
  const canWrite = useCan()('meetings.write')
  const [part, setPart] = useState<Part>('agenda')
  const [seat, setSeat] = useState<string | null>(null)
  const [isClosing, setIsClosing] = useState(false)
  const attendance = useAttendance(meeting)
  const state = useAgenda(meeting.id)
  const course = useCourse(meeting, state.agenda?.items ?? [], (key) => state.setState(key, 'discussed'))
  const agendaInput = useRef<HTMLInputElement>(null)
  const decisionInput = useRef<HTMLTextAreaElement>(null)
  const actionInput = useRef<HTMLInputElement>(null)
  useShortcuts(
    [
      { keys: 'n', label: 'meetings.live.nextItem', run: () => course.moveOn() },
      { keys: 'a', label: 'meetings.agenda.add', run: () => agendaInput.current?.focus() },
      { keys: 'd', label: 'meetings.decisions.text', run: () => decisionInput.current?.focus() },
      { keys: 't', label: 'meetings.actions.text', run: () => actionInput.current?.focus() },
    ],
    canWrite,
  )
  return (
    <div className="mt-room">
      <header className="mt-room-head">
        <div className="mt-room-name">
          <Breadcrumbs separator="/" separatorMargin={6} component="nav" aria-label={t('app.breadcrumbs')}>
            <Link to="/meetings" className="td-muted">
              {t('meetings.title')}
            </Link>
          </Breadcrumbs>
          <Title order={1}>{meeting.name}</Title>
          <StateBadge meeting={meeting} />
        </div>
        <MeetingClock meeting={meeting} />
        <div className="mt-room-acts">
          <CallButton url={meeting.url} />
          {canWrite && (
            <Button leftSection={<IconFlagCheck size={17} />} onClick={() => setIsClosing(true)}>
              {t('meetings.close.action')}
            </Button>
          )}
        </div>
        <SeatBar meeting={meeting} attendance={attendance} canWrite={canWrite} open={seat} onOpen={setSeat} />
        <QuorumBanner meeting={meeting} canWrite={canWrite} onSeat={setSeat} />
      </header>
      <SegmentedControl
        className="mt-room-tabs"
        fullWidth
        aria-label={t('meetings.live.show')}
        value={part}
        onChange={(next) => setPart(parts.find((one) => one === next) ?? 'agenda')}
        data={parts.map((value) => ({ value, label: t(`meetings.live.parts.${value}`) }))}
      />
      <div className="mt-room-body" data-part={part}>
        <section className="mt-col" data-part="agenda" aria-label={t('meetings.live.parts.agenda')}>
          <AgendaColumn
            meeting={meeting}
            state={state}
            canWrite={canWrite}
            onSpeakOf={course.speakOf}
            inputRef={agendaInput}
          />
        </section>
        <section className="mt-col" data-part="minutes" aria-label={t('meetings.live.parts.minutes')}>
          <CurrentCard
            meeting={meeting}
            current={course.current}
            next={course.next}
            canWrite={canWrite}
            onNext={course.moveOn}
          />
          <MinutesDocument meeting={meeting} readOnly={!canWrite} />
        </section>
        <section className="mt-col" data-part="outcome" aria-label={t('meetings.live.parts.outcome')}>
          <Decisions meeting={meeting} current={course.current} canWrite={canWrite} inputRef={decisionInput} />
          <Actions meeting={meeting} current={course.current} canWrite={canWrite} inputRef={actionInput} />
          <Inputs meeting={meeting} canWrite={canWrite} />
        </section>
      </div>
      {isClosing && <CloseDialog meeting={meeting} agenda={state.agenda} onClose={() => setIsClosing(false)} />}
    </div>
  )
}

/** Where the meeting is on its agenda, and the way on: the matter before counts as discussed. */
function useCourse(meeting: Meeting, items: readonly AgendaItem[], discussed: (key: string) => Promise<unknown>) {
  const set = useAct('PUT /meetings/:id/current', { invalidates: ['/meetings'] })
  const current = items.find((item) => item.id !== null && item.id === meeting.current?.agendaItemId)
  const next = items.find((item) => item.id !== null && item.state === 'planned' && item.key !== current?.key)
  const go = (agendaItemId: string | null) => set.mutate({ params: { id: meeting.id }, body: { agendaItemId } })
  return {
    current,
    next,
    speakOf: (item: AgendaItem) => go(item.id),
    moveOn: () => {
      if (set.isPending || (!current && !next)) return
      const on = () => go(next?.id ?? null)
      if (!current) return on()
      // A refusal has been said by itself; then nothing moves.
      discussed(current.key).then(on, () => undefined)
    },
  }
}

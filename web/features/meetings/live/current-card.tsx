import { Button } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import type { Meeting } from '#contract/meetings.ts'
import type { AgendaItem } from '#contract/meetings-parts.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { ItemText } from '../agenda/item-text.tsx'
import { itemWords } from '../agenda/words.ts'
import { ItemClock } from './clocks.tsx'

type Props = {
  meeting: Meeting
  current: AgendaItem | undefined
  next: AgendaItem | undefined
  canWrite: boolean
  onNext: () => void
}

/** What the meeting speaks of now, why it is here, and what comes next. */
export function CurrentCard({ meeting, current, next, canWrite, onNext }: Props) {
  const t = useT()
  return (
    <section className="mt-current" aria-label={t('meetings.live.now')}>
      {current && meeting.current ? (
        <>
          <ItemText item={current} />
          <ItemClock item={current} since={meeting.current.since} />
        </>
      ) : (
        <p className="td-muted mt-plain">{t(next ? 'meetings.live.notBegun' : 'meetings.live.allDone')}</p>
      )}
      {canWrite && (current || next) && (
        <Button
          size="compact-sm"
          variant="light"
          rightSection={<IconArrowRight size={15} />}
          onClick={onNext}
          title={next ? itemWords(t, next) : undefined}
        >
          {t(!current ? 'meetings.live.begin' : next ? 'meetings.live.nextItem' : 'meetings.live.lastDone')}
        </Button>
      )}
    </section>
  )
}

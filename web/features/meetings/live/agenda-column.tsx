import { ActionIcon, Button, Skeleton, Tooltip } from '@mantine/core'
import { IconCircleCheck, IconPlayerPlay, IconRefresh } from '@tabler/icons-react'
import type { RefObject } from 'react'
import type { Meeting } from '#contract/meetings.ts'
import type { AgendaItem } from '#contract/meetings-parts.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { AddItem } from '../agenda/add-item.tsx'
import { AgendaFolds } from '../agenda/folds.tsx'
import { ItemMenu } from '../agenda/item-menu.tsx'
import { TimeBox } from '../agenda/panel.tsx'
import { SortableList } from '../agenda/sortable.tsx'
import type { AgendaState } from '../agenda/use-agenda.ts'
import { itemWords } from '../agenda/words.ts'
import { clockText, ItemClock } from './clocks.tsx'

type Props = {
  meeting: Meeting
  state: AgendaState
  canWrite: boolean
  onSpeakOf: (item: AgendaItem) => void
  inputRef: RefObject<HTMLInputElement | null>
}

/** The agenda while the meeting runs: where we are, what is done, what comes. */
export function AgendaColumn({ meeting, state, canWrite, onSpeakOf, inputRef }: Props) {
  const t = useT()
  const { agenda } = state
  if (!agenda) return <Skeleton h={200} radius="md" />
  return (
    <>
      <header className="mt-col-head">
        <h2 className="td-panel-title">{t('meetings.agenda.title')}</h2>
        <TimeBox used={agenda.usedMinutes} box={agenda.timeBoxMinutes} />
        {canWrite && (
          <Tooltip label={t('meetings.agenda.refresh')}>
            <ActionIcon
              size="sm"
              loading={state.isRefreshing}
              onClick={state.refresh}
              aria-label={t('meetings.agenda.refresh')}
            >
              <IconRefresh size={15} />
            </ActionIcon>
          </Tooltip>
        )}
      </header>
      {agenda.items.length === 0 && <p className="td-muted mt-plain">{t('meetings.agenda.empty')}</p>}
      <SortableList
        items={agenda.items.map((item) => ({ id: item.key, title: itemWords(t, item), item }))}
        readOnly={!canWrite}
        onOrder={(keys, moved) => state.place(keys, moved.id)}
      >
        {({ item, title }) => (
          <LiveItem
            item={item}
            title={title}
            meeting={meeting}
            state={state}
            canWrite={canWrite}
            onSpeakOf={onSpeakOf}
          />
        )}
      </SortableList>
      {canWrite && <AddItem state={state} departmentIds={meeting.departmentIds} inputRef={inputRef} />}
      <AgendaFolds state={state} canWrite={canWrite} />
    </>
  )
}

type ItemProps = Omit<Props, 'inputRef'> & { item: AgendaItem; title: string }

function LiveItem({ item, title, meeting, state, canWrite, onSpeakOf }: ItemProps) {
  const t = useT()
  const isCurrent = item.id !== null && meeting.current?.agendaItemId === item.id
  const isDone = item.state === 'discussed'
  return (
    <div className="mt-live-item" data-current={isCurrent || undefined} data-done={isDone || undefined}>
      <span className="mt-live-title" {...(isCurrent && { 'aria-current': 'step' as const })}>
        {title}
      </span>
      <span className="mt-live-meta td-num">
        {isCurrent && meeting.current ? (
          <ItemClock item={item} since={meeting.current.since} />
        ) : isDone ? (
          <>
            <IconCircleCheck size={15} role="img" aria-label={t('meetings.agenda.states.discussed')} />
            {clockText(item.spentSeconds)}
          </>
        ) : (
          <span className="td-muted">{t('meetings.agenda.minutes', { minutes: item.minutes })}</span>
        )}
        {canWrite && (
          <span className="mt-live-acts">
            {!isCurrent && item.id !== null && (
              <Button
                size="compact-xs"
                variant="subtle"
                leftSection={<IconPlayerPlay size={13} />}
                onClick={() => onSpeakOf(item)}
                aria-label={t('meetings.live.speakOfItem', { item: title })}
              >
                {t('meetings.live.speakOf')}
              </Button>
            )}
            <ItemMenu item={item} state={state} isLive />
          </span>
        )}
      </span>
    </div>
  )
}

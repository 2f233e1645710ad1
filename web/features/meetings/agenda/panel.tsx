import { Skeleton } from '@mantine/core'
import { useRef, useState } from 'react'
import type { Meeting } from '#contract/meetings.ts'
import type { AgendaItem } from '#contract/meetings-parts.ts'
import { NumberField } from '../../../kernel/form/number-field.tsx'
import { useT } from '../../../kernel/i18n.tsx'
import { useCan } from '../../../kernel/me.tsx'
import { Panel } from '../../../kernel/record/record-page.tsx'
import { useShortcuts } from '../../../kernel/shortcuts.tsx'
import { AddItem } from './add-item.tsx'
import { AgendaFolds } from './folds.tsx'
import { ItemMenu } from './item-menu.tsx'
import { ItemText } from './item-text.tsx'
import { SortableList } from './sortable.tsx'
import { type AgendaState, useAgenda } from './use-agenda.ts'
import { itemWords } from './words.ts'

/** The agenda before the meeting: ranked by itself, put into order and completed by people, within the time box. */
export function AgendaPanel({ meeting, readOnly }: { meeting: Meeting; readOnly: boolean }) {
  const t = useT()
  const state = useAgenda(meeting.id)
  const adding = useRef<HTMLInputElement>(null)
  const canWrite = useCan()('meetings.write') && !readOnly
  useShortcuts([{ keys: 'a', label: 'meetings.agenda.add', run: () => adding.current?.focus() }], canWrite)
  const { agenda } = state
  return (
    <Panel
      title={t('meetings.agenda.title')}
      action={agenda && <TimeBox used={agenda.usedMinutes} box={agenda.timeBoxMinutes} />}
    >
      {!agenda ? (
        <Skeleton h={160} radius="md" />
      ) : (
        <>
          {agenda.items.length === 0 && <p className="td-muted mt-plain">{t('meetings.agenda.empty')}</p>}
          <SortableList
            items={agenda.items.map((item) => ({ id: item.key, title: itemWords(t, item), item }))}
            readOnly={!canWrite}
            onOrder={(keys, moved) => state.place(keys, moved.id)}
          >
            {({ item }, index) => (
              <>
                <span className="mt-place td-num td-muted">{index + 1}</span>
                <ItemText item={item} />
                <Minutes item={item} state={state} readOnly={!canWrite} />
                {canWrite && <ItemMenu item={item} state={state} />}
              </>
            )}
          </SortableList>
          {canWrite && <AddItem state={state} departmentIds={meeting.departmentIds} inputRef={adding} />}
          <AgendaFolds state={state} canWrite={canWrite} />
        </>
      )}
    </Panel>
  )
}

export function TimeBox({ used, box }: { used: number; box: number }) {
  const t = useT()
  const share = box === 0 ? 0 : Math.min(1, used / box)
  return (
    <span className="mt-box td-num" data-over={used > box || undefined}>
      {t('meetings.agenda.timeBox', { used, box })}
      <span className="mt-box-bar" aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </span>
    </span>
  )
}

export function Minutes({ item, state, readOnly }: { item: AgendaItem; state: AgendaState; readOnly: boolean }) {
  const t = useT()
  const [value, setValue] = useState<number | string | null>(null)
  if (readOnly)
    return <span className="td-num td-muted mt-minutes">{t('meetings.agenda.minutes', { minutes: item.minutes })}</span>
  const save = (input: HTMLInputElement) => {
    if (!input.checkValidity()) return
    if (typeof value === 'number' && value !== item.minutes) state.setMinutes(item.key, value)
    setValue(null)
  }
  return (
    <NumberField
      className="mt-minutes"
      size="xs"
      min={1}
      max={240}
      suffix="min"
      aria-label={t('meetings.agenda.minutesOf', { item: itemWords(t, item) })}
      value={value ?? item.minutes}
      onChange={setValue}
      onBlur={(event) => save(event.currentTarget)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save(event.currentTarget)
      }}
    />
  )
}

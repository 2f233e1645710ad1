import { Button, Group, Kbd, Select, Tabs, Textarea } from '@mantine/core'
import {
  IconCalendarEvent,
  IconChecklist,
  IconCornerDownLeft,
  IconMail,
  IconNote,
  IconPhone,
} from '@tabler/icons-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { api } from '../../kernel/api.ts'
import { DateTimeField } from '../../kernel/form/date-field.tsx'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useCan, useMe } from '../../kernel/me.tsx'
import { useAct } from '../../kernel/query.ts'
import { Widgets } from '../../kernel/shell/widgets.tsx'
import { keyCaps, useShortcuts } from '../../kernel/shortcuts.tsx'
import { useKeptState } from '../../kernel/use-kept-state.ts'
import './composer.css'

type Props = { subjectId?: string; contactId?: string; companyId?: string; dealId?: string }
type Kind = 'note' | 'call' | 'email' | 'meeting'
type Outcome = (typeof outcomes)[number]
type Direction = 'inbound' | 'outbound'
type Draft = {
  text: string
  outcome: Outcome | null
  direction: Direction
  minutes: number | null
  happenedAt: string | null
}

const kinds = [
  ['note', IconNote],
  ['call', IconPhone],
  ['email', IconMail],
  ['meeting', IconCalendarEvent],
] as const
const outcomes = ['reached', 'not_reached', 'left_message', 'wrong_number'] as const
const empty: Draft = { text: '', outcome: 'reached', direction: 'outbound', minutes: null, happenedAt: null }

/** Where people write down what happened with a record: a note, a call, an e-mail, a meeting, or a task for later. */
export default function Composer({ subjectId, contactId = subjectId, companyId, dealId }: Props) {
  const about = { ...(contactId && { contactId }), ...(companyId && { companyId }), ...(dealId && { dealId }) }
  const recordId = dealId ?? contactId ?? companyId ?? ''
  return <Fields key={recordId} recordId={recordId} about={about} />
}

type About = Omit<Props, 'subjectId'>

function Fields({ recordId, about }: { recordId: string; about: About }) {
  const t = useT()
  const can = useCan()
  const me = useMe().member.id
  const [tab, setTab] = useState<Kind | 'task'>('note')
  const [draft, setDraft] = useKeptState(`tandem.activity.${me}.${recordId}`, empty)
  const field = useRef<HTMLTextAreaElement>(null)
  const change = (patch: Partial<Draft>) => setDraft({ ...draft, ...patch })
  const log = useAct('POST /activities', {
    idempotent: true,
    invalidates: ['/activities', '/contacts/:id', '/deals/:id/timeline', '/companies/:id'],
    done: t('activities.composer.done'),
    undo: (activity) => api('DELETE /activities/:id', { params: { id: activity.id } }),
  })
  useShortcuts([
    {
      keys: 'n',
      label: 'activities.composer.shortcut',
      run: () => {
        if (tab === 'task') setTab('note')
        requestAnimationFrame(() => field.current?.focus())
      },
    },
  ])
  // A call may be logged by its outcome alone; everything else needs words.
  const ready = tab !== 'task' && (draft.text.trim() !== '' || tab === 'call')
  const send = () => {
    if (tab === 'task' || !ready || log.isPending) return
    const written = draft
    // The field is free for the next one at once; what was typed comes back if the server refuses it.
    setDraft(empty)
    log.mutate({ body: { ...about, ...bodyOf(tab, written) } }, { onError: () => setDraft(written) })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
      event.preventDefault()
      send()
    } else if (event.key === 'Escape') field.current?.blur()
  }

  return (
    <section className="ac-composer" aria-label={t('activities.composer.title')}>
      <Tabs value={tab} onChange={(next) => setTab((next ?? 'note') as Kind | 'task')} keepMounted={false}>
        <Tabs.List>
          {kinds.map(([kind, Icon]) => (
            <Tabs.Tab key={kind} value={kind} leftSection={<Icon size={15} stroke={1.7} />}>
              {t(`activities.kinds.${kind}`)}
            </Tabs.Tab>
          ))}
          {can('tasks.write') && (
            <Tabs.Tab value="task" leftSection={<IconChecklist size={15} stroke={1.7} />}>
              {t('activities.kinds.task')}
            </Tabs.Tab>
          )}
        </Tabs.List>
        {kinds.map(([kind]) => (
          <Tabs.Panel key={kind} value={kind} pt="xs" onKeyDown={onKeyDown}>
            <Textarea
              ref={field}
              autosize
              minRows={2}
              maxRows={14}
              maxLength={20_000}
              aria-label={t('activities.composer.text')}
              placeholder={t(`activities.composer.placeholder.${kind}`)}
              value={draft.text}
              onChange={(event) => change({ text: event.currentTarget.value })}
            />
            <Group gap="xs" mt="xs" align="flex-end">
              <Details kind={kind} draft={draft} onChange={change} />
              <span className="ac-send">
                <span className="ac-hint td-muted" aria-hidden="true">
                  {keyCaps('mod+Enter').map((cap) => (
                    <Kbd key={cap} size="xs">
                      {cap === 'Enter' ? <IconCornerDownLeft size={11} /> : cap}
                    </Kbd>
                  ))}
                </span>
                <Button size="sm" disabled={!ready} onClick={send}>
                  {t('activities.composer.send')}
                </Button>
              </span>
            </Group>
          </Tabs.Panel>
        ))}
        <Tabs.Panel value="task" pt="xs">
          <Widgets slot="composer.task" props={{ ...about, autoFocus: true }} height={56} />
        </Tabs.Panel>
      </Tabs>
    </section>
  )
}

/** What belongs to the kind: outcome and length of calls, direction of mails, length of meetings. */
function Details({ kind, draft, onChange }: { kind: Kind; draft: Draft; onChange: (patch: Partial<Draft>) => void }) {
  const t = useT()
  if (kind === 'note') return null
  return (
    <>
      {kind !== 'meeting' && (
        <Select
          w={120}
          label={t('activities.composer.direction')}
          allowDeselect={false}
          data={(['outbound', 'inbound'] as const).map((value) => ({
            value,
            label: t(`activities.directions.${value}`),
          }))}
          value={draft.direction}
          onChange={(direction) => onChange({ direction: (direction ?? 'outbound') as Direction })}
        />
      )}
      {kind === 'call' && (
        <Select
          w={180}
          label={t('activities.composer.outcome')}
          allowDeselect={false}
          data={outcomes.map((value) => ({ value, label: t(`activities.outcomes.${value}`) }))}
          value={draft.outcome}
          onChange={(outcome) => onChange({ outcome: (outcome ?? 'reached') as Outcome })}
        />
      )}
      {kind !== 'email' && (
        <NumberField
          w={110}
          label={t('activities.composer.duration')}
          min={0}
          max={1440}
          rightSection={<span className="td-muted">{t('activities.composer.minutes')}</span>}
          rightSectionWidth={40}
          value={draft.minutes ?? ''}
          onChange={(minutes) => onChange({ minutes: minutes === '' ? null : Number(minutes) })}
        />
      )}
      <div className="ac-when">
        <DateTimeField
          label={t('activities.composer.happenedAt')}
          placeholder={t('activities.composer.now')}
          clearable
          value={draft.happenedAt}
          onChange={(happenedAt) => onChange({ happenedAt })}
        />
      </div>
    </>
  )
}

const bodyOf = (kind: Kind, { text, outcome, direction, minutes, happenedAt }: Draft) => ({
  kind,
  body: text.trim(),
  ...(happenedAt && kind !== 'note' && { happenedAt }),
  ...((kind === 'call' || kind === 'email') && { direction }),
  ...(kind === 'call' && outcome && { outcome }),
  ...((kind === 'call' || kind === 'meeting') && minutes !== null && { durationMinutes: minutes }),
})

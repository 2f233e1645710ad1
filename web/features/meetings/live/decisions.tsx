import { ActionIcon, Button, Textarea, TextInput } from '@mantine/core'
import { IconGavel, IconLock, IconPlus, IconX } from '@tabler/icons-react'
import { type RefObject, useState } from 'react'
import type { Meeting } from '#contract/meetings.ts'
import type { AgendaItem } from '#contract/meetings-parts.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { useAct, useApi } from '../../../kernel/query.ts'
import { MemberSelect } from '../../../kernel/record/member-select.tsx'
import { Panel } from '../../../kernel/record/record-page.tsx'
import { itemWords } from '../agenda/words.ts'
import { DecisionList } from '../record/decision-list.tsx'
import { ProblemNote } from './problem-note.tsx'

type Props = {
  meeting: Meeting
  current: AgendaItem | undefined
  canWrite: boolean
  inputRef: RefObject<HTMLTextAreaElement | null>
}

/** What was decided, and the form, locked with its reason while the quorum or fresh information is missing. */
export function Decisions({ meeting, current, canWrite, inputRef }: Props) {
  const t = useT()
  const { data } = useApi('GET /meetings/:id/decisions', { params: { id: meeting.id } })
  const remove = useAct('DELETE /meetings/:id/decisions/:decisionId', { done: t('meetings.decisions.removed') })
  const items = data?.items ?? []
  return (
    <Panel title={t('meetings.decisions.title', { count: items.length })}>
      <DecisionList
        items={items}
        {...(canWrite && {
          onRemove: (decisionId: string) => remove.mutate({ params: { id: meeting.id, decisionId } }),
        })}
      />
      {canWrite && <DecisionForm meeting={meeting} current={current} inputRef={inputRef} />}
    </Panel>
  )
}

type Dissent = { memberId: string | null; reason: string }

function DecisionForm({ meeting, current, inputRef }: Omit<Props, 'canWrite'>) {
  const t = useT()
  const [text, setText] = useState('')
  const [dissent, setDissent] = useState<readonly Dissent[]>([])
  const decide = useAct('POST /meetings/:id/decisions', { quiet: true, idempotent: true })
  const isLocked = !meeting.canDecide
  const given = dissent.flatMap(({ memberId, reason }) =>
    memberId && reason.trim() ? [{ memberId, reason: reason.trim() }] : [],
  )
  const submit = () => {
    if (text.trim() === '' || isLocked) return
    const agendaItemId = current?.id ?? null
    decide.mutate(
      { params: { id: meeting.id }, body: { text: text.trim(), agendaItemId, dissent: given } },
      {
        onSuccess: () => {
          setText('')
          setDissent([])
        },
      },
    )
  }
  return (
    <form
      className="mt-form"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Textarea
        ref={inputRef}
        autosize
        minRows={2}
        maxLength={5000}
        aria-label={t('meetings.decisions.text')}
        placeholder={t('meetings.decisions.placeholder')}
        {...(current && { description: t('meetings.decisions.about', { item: itemWords(t, current) }) })}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) submit()
        }}
      />
      {dissent.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity of their own and are only appended or removed
        <div key={index} className="mt-dissent-row">
          <MemberSelect
            size="xs"
            aria-label={t('meetings.decisions.dissenter')}
            placeholder={t('meetings.decisions.dissenter')}
            value={one.memberId}
            onChange={(memberId) => setDissent(dissent.with(index, { ...one, memberId }))}
          />
          <TextInput
            size="xs"
            maxLength={1000}
            aria-label={t('meetings.decisions.why')}
            placeholder={t('meetings.decisions.why')}
            value={one.reason}
            onChange={(event) => setDissent(dissent.with(index, { ...one, reason: event.currentTarget.value }))}
          />
          <ActionIcon
            size="sm"
            aria-label={t('meetings.decisions.removeDissent')}
            onClick={() => setDissent(dissent.toSpliced(index, 1))}
          >
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
      <ProblemNote error={decide.error} />
      <div className="mt-form-acts">
        <Button
          type="submit"
          size="compact-md"
          leftSection={isLocked ? <IconLock size={15} /> : <IconGavel size={15} />}
          disabled={isLocked || text.trim() === '' || given.length < dissent.length}
          loading={decide.isPending}
          {...(isLocked && { 'aria-describedby': 'mt-why-locked' })}
        >
          {t('meetings.decisions.decide')}
        </Button>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<IconPlus size={14} />}
          onClick={() => setDissent([...dissent, { memberId: null, reason: '' }])}
        >
          {t('meetings.decisions.addDissent')}
        </Button>
      </div>
      {isLocked && (
        <p id="mt-why-locked" className="mt-plain mt-small td-muted">
          {t(!meeting.quorum.isMet ? 'meetings.decisions.lockedQuorum' : 'meetings.decisions.lockedInformation')}
        </p>
      )}
    </form>
  )
}

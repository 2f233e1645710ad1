import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Idea } from '#contract/ideas.ts'
import { api } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan, useMe } from '../../kernel/me.tsx'
import { useGo, useParam, useSearch } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { Fact, Facts } from '../../kernel/record/facts.tsx'
import { InlineField } from '../../kernel/record/inline-field.tsx'
import { useMembers } from '../../kernel/record/member-select.tsx'
import { ArchiveItem, DeleteItem, MoreMenu } from '../../kernel/record/more-menu.tsx'
import { Panel, RecordPage } from '../../kernel/record/record-page.tsx'
import { useRecordSave } from '../../kernel/record/use-record-save.tsx'
import { useShortcuts } from '../../kernel/shortcuts.tsx'
import { Comments } from './comments.tsx'
import { ExperimentDialog, ResultDialog } from './dialogs.tsx'
import { OutcomeBadge, StateBadge } from './state-badge.tsx'
import { isVotable, useVote, VoteButton } from './vote-button.tsx'
import './ideas.css'

type Asking = 'experiment' | 'result' | null

/** One idea: what it says, what people say, what is tried and what came of it. */
export default function IdeaRecord() {
  const t = useT()
  const id = useParam('id')
  const can = useCan()
  const { departments } = useMe()
  const idea = useApi('GET /ideas/:id', { params: { id } })
  const { save, dialog } = useRecordSave({
    ...{ get: 'GET /ideas/:id', patch: 'PATCH /ideas/:id', params: { id } },
    labels: {
      title: t('ideas.fields.title'),
      text: t('ideas.fields.text'),
      departmentId: t('ideas.fields.department'),
    },
  })
  const [asking, setAsking] = useState<Asking>(null)
  const { toggle } = useVote()
  useAsked(setAsking)
  useShortcuts([
    {
      keys: 'v',
      label: 'ideas.vote.shortcut',
      run: () => (idea.data && isVotable(idea.data) ? toggle(idea.data) : false),
    },
  ])
  const readOnly = !can('ideas.write')
  return (
    <RecordPage
      query={idea}
      title={(one) => one.title}
      crumbs={[{ to: '/ideas', label: t('ideas.title') }]}
      badges={(one) => (
        <>
          <StateBadge state={one.state} />
          {one.outcome && <OutcomeBadge outcome={one.outcome} />}
        </>
      )}
      actions={(one) => (
        <>
          <VoteButton idea={one} />
          {!readOnly && <More idea={one} />}
        </>
      )}
      facts={(one) => (
        <Facts title={t('ideas.record.facts')}>
          <InlineField
            kind="text"
            label={t('ideas.fields.title')}
            value={one.title}
            readOnly={readOnly}
            required
            onSave={(title, begun) => save({ title: title ?? '' }, begun)}
          />
          <InlineField
            kind="long_text"
            label={t('ideas.fields.text')}
            value={one.text || null}
            readOnly={readOnly}
            onSave={(text, begun) => save({ text: text ?? '' }, begun)}
          />
          <InlineField
            kind="select"
            label={t('ideas.fields.department')}
            value={one.departmentId}
            readOnly={readOnly}
            options={departments.map(({ id: value, name }) => ({ value, label: name }))}
            onSave={(departmentId, begun) => save({ departmentId }, begun)}
          />
          <Author idea={one} />
        </Facts>
      )}
      main={(one) => (
        <>
          {one.experiment && <ExperimentPanel idea={one} edit={readOnly ? null : () => setAsking('experiment')} />}
          {one.result && <ResultPanel idea={one} />}
          <Panel title={t('ideas.comments.title')}>
            <Comments id={one.id} />
          </Panel>
        </>
      )}
      aside={(one) => !readOnly && <NextStep idea={one} ask={setAsking} />}
      dialogs={
        <>
          {dialog}
          {asking === 'experiment' && idea.data && (
            <ExperimentDialog idea={idea.data} onClose={() => setAsking(null)} />
          )}
          {asking === 'result' && idea.data && <ResultDialog idea={idea.data} onClose={() => setAsking(null)} />}
        </>
      }
    />
  )
}

/** The board leads here with the step that needs words: `?do=experiment`. */
function useAsked(ask: (asking: Asking) => void) {
  const [search, setSearch] = useSearch()
  useEffect(() => {
    const { do: asked, ...rest } = search
    if (asked !== 'experiment' && asked !== 'result') return
    ask(asked)
    setSearch(rest)
  }, [search, setSearch, ask])
}

function NextStep({ idea, ask }: { idea: Idea; ask: (asking: Asking) => void }) {
  const t = useT()
  const params = { id: idea.id }
  const choose = useAct('POST /ideas/:id/choice', { done: t('ideas.acts.chosen') })
  const adopt = useAct('POST /ideas/:id/adoption', { done: t('ideas.acts.adopted') })
  return (
    <Panel title={t('ideas.next.title')}>
      <p className="id-next">{t(`ideas.next.${idea.state}`)}</p>
      {idea.state === 'proposed' && (
        <Button fullWidth loading={choose.isPending} onClick={() => choose.mutate({ params })}>
          {t('ideas.acts.choose')}
        </Button>
      )}
      {idea.state === 'chosen' && (
        <Button fullWidth onClick={() => ask('experiment')}>
          {t('ideas.acts.experiment')}
        </Button>
      )}
      {idea.state === 'experiment' && (
        <Button fullWidth onClick={() => ask('result')}>
          {t('ideas.acts.result')}
        </Button>
      )}
      {idea.state === 'result' && (
        <Button fullWidth loading={adopt.isPending} onClick={() => adopt.mutate({ params })}>
          {t('ideas.acts.adopt')}
        </Button>
      )}
    </Panel>
  )
}

function Author({ idea }: { idea: Idea }) {
  const t = useT()
  const format = useFormat()
  const members = useMembers()
  const name = members.find((member) => member.id === idea.createdBy)?.fullName ?? '…'
  return (
    <Fact label={t('ideas.fields.author')}>
      {t('ideas.record.author', { name, date: format.date(idea.createdAt) })}
    </Fact>
  )
}

function ExperimentPanel({ idea, edit }: { idea: Idea; edit: (() => void) | null }) {
  const t = useT()
  const format = useFormat()
  const members = useMembers()
  const { experiment } = idea
  if (!experiment) return null
  return (
    <Panel
      title={t('ideas.experiment.title')}
      action={
        edit && idea.state === 'experiment' ? (
          <Button size="compact-sm" variant="subtle" onClick={edit}>
            {t('ideas.experiment.edit')}
          </Button>
        ) : undefined
      }
    >
      <dl className="id-facts">
        <dt>{t('ideas.experiment.hypothesis')}</dt>
        <dd>{experiment.hypothesis}</dd>
        <dt>{t('ideas.experiment.measure')}</dt>
        <dd>{experiment.measure}</dd>
        <dt>{t('ideas.experiment.period')}</dt>
        <dd className="td-num">
          {t('ideas.experiment.range', { from: format.date(experiment.startsOn), to: format.date(experiment.endsOn) })}
        </dd>
        <dt>{t('ideas.experiment.owner')}</dt>
        <dd>{members.find((member) => member.id === experiment.ownerId)?.fullName ?? '…'}</dd>
      </dl>
    </Panel>
  )
}

function ResultPanel({ idea }: { idea: Idea }) {
  const t = useT()
  const format = useFormat()
  const { result } = idea
  if (!result) return null
  return (
    <Panel title={t('ideas.result.title')}>
      <div className="id-line">
        <OutcomeBadge outcome={result.outcome} />
        {result.number !== null && <strong className="td-num">{format.number(result.number)}</strong>}
        <span className="td-muted">{idea.experiment?.measure}</span>
      </div>
      <p className="id-learning">{result.learning}</p>
    </Panel>
  )
}

function More({ idea }: { idea: Idea }) {
  const t = useT()
  const go = useGo()
  const params = { id: idea.id }
  const archive = useAct('POST /ideas/:id/archival', { done: t('ideas.acts.archived') })
  const unarchive = useAct('DELETE /ideas/:id/archival', { done: t('ideas.acts.unarchived') })
  const remove = useAct('DELETE /ideas/:id', {
    invalidates: [],
    done: t('ideas.acts.deleted'),
    undo: () => api('POST /ideas/:id/restoration', { params }),
  })
  return (
    <MoreMenu>
      <ArchiveItem
        isArchived={idea.state === 'archived'}
        onArchive={() => archive.mutate({ params })}
        onUnarchive={() => unarchive.mutate({ params })}
      />
      <DeleteItem
        onClick={() => {
          remove.mutate({ params })
          go('/ideas')
        }}
      />
    </MoreMenu>
  )
}

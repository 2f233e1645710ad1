import { Alert, Badge, Button } from '@mantine/core'
import { IconSignature } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import type { Term } from '#contract/glossary.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Can, useCan, useMe } from '../../kernel/me.tsx'
import { Link, useGo, useParam } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { ConfirmDialog } from '../../kernel/record/confirm-dialog.tsx'
import { Fact, Facts } from '../../kernel/record/facts.tsx'
import { useMembers } from '../../kernel/record/member-select.tsx'
import { Panel, RecordPage } from '../../kernel/record/record-page.tsx'
import { History } from './history.tsx'
import { numberWords } from './number.tsx'
import { Rule } from './rule.tsx'
import { SignatureList } from './signatures.tsx'
import { StateBadge } from './state-badge.tsx'
import './glossary.css'

const EditTerm = lazy(() => import('./edit.tsx'))

/** One word: what it means, the number and the rule behind it, who has signed, where it is used. */
export default function TermPage() {
  const t = useT()
  const id = useParam('id')
  const term = useApi('GET /terms/:id', { params: { id } })
  const [dialog, setDialog] = useState<'edit' | 'delete' | null>(null)
  return (
    <RecordPage
      query={term}
      title={(record) => record.name}
      crumbs={[{ to: '/glossary', label: t('glossary.list.title') }]}
      badges={(record) => (
        <>
          <StateBadge state={record.state} />
          {record.inForceVersion !== null && record.state !== 'in_force' && (
            <Badge variant="outline" color="green">
              {t('glossary.record.inForce', { version: record.inForceVersion })}
            </Badge>
          )}
        </>
      )}
      actions={(record) => <Actions term={record} open={setDialog} />}
      facts={(record) => <TermFacts term={record} />}
      main={(record) => (
        <>
          <Meaning term={record} />
          <History id={id} />
        </>
      )}
      aside={(record) => (
        <>
          <LivePanel term={record} />
          <Uses id={id} />
        </>
      )}
      dialogs={term.data && <Dialogs term={term.data} open={dialog} onClose={() => setDialog(null)} />}
    />
  )
}

function Actions({ term, open }: { term: Term; open: (dialog: 'edit' | 'delete') => void }) {
  const t = useT()
  const can = useCan()
  const { departments } = useMe()
  const sign = useAct('POST /terms/:id/signatures', { done: t('glossary.acts.signed') })
  const propose = useAct('POST /terms/:id/proposal', { done: t('glossary.acts.proposed') })
  const params = { id: term.id }
  const isOutdated = term.state === 'in_force' && term.outdatedAt !== null
  return (
    <>
      {term.mySeats.map((departmentId) => (
        <Button
          key={departmentId}
          leftSection={<IconSignature size={17} />}
          loading={sign.isPending}
          onClick={() => sign.mutate({ params, body: { termVersion: term.termVersion, departmentId } })}
        >
          {t('glossary.acts.sign', { department: departments.find(({ id }) => id === departmentId)?.name ?? '' })}
        </Button>
      ))}
      {can('glossary.write') && (
        <>
          {(term.state === 'draft' || isOutdated) && (
            <Button
              variant={term.mySeats.length > 0 ? 'default' : 'filled'}
              loading={propose.isPending}
              onClick={() => propose.mutate({ params })}
            >
              {t(isOutdated ? 'glossary.acts.proposeAgain' : 'glossary.acts.propose')}
            </Button>
          )}
          <Button variant="default" onClick={() => open('edit')}>
            {t('glossary.acts.edit')}
          </Button>
          <Button variant="subtle" color="red" onClick={() => open('delete')}>
            {t('glossary.acts.delete')}
          </Button>
        </>
      )}
    </>
  )
}

function Meaning({ term }: { term: Term }) {
  const t = useT()
  return (
    <Panel title={t('glossary.record.meaning')}>
      {term.outdatedAt && (
        <Alert color="amber" variant="light" mb="sm">
          {t('glossary.record.outdated')}
        </Alert>
      )}
      <p className="gl-definition">{term.definition}</p>
      {term.example ? (
        <blockquote className="gl-example">{term.example}</blockquote>
      ) : (
        <p className="td-muted">{t('glossary.record.noExample')}</p>
      )}
    </Panel>
  )
}

function TermFacts({ term }: { term: Term }) {
  const t = useT()
  const members = useMembers()
  return (
    <Facts title={t('glossary.record.facts')}>
      <Fact label={t('glossary.fields.aliases')}>{term.aliases.join(', ') || '–'}</Fact>
      <Fact label={t('glossary.fields.owner')}>
        {members.find((member) => member.id === term.ownerId)?.fullName ?? '–'}
      </Fact>
      <Fact label={t('glossary.fields.version')}>
        <span className="td-num">{term.termVersion}</span>
      </Fact>
      <Fact label={t('glossary.fields.signatures')}>
        <SignatureList departmentIds={term.departmentIds} signatures={term.signatures} />
      </Fact>
    </Facts>
  )
}

function LivePanel({ term }: { term: Term }) {
  const t = useT()
  const format = useFormat()
  return (
    <>
      {term.number && (
        <Panel title={t('glossary.record.number')}>
          <p className="gl-number td-num">{numberWords(t, format, term.number)}</p>
          {term.number.url && <Link to={term.number.url}>{t('glossary.record.open')}</Link>}
        </Panel>
      )}
      <Panel title={t('glossary.rule.title')}>
        <Rule term={term} />
      </Panel>
    </>
  )
}

function Uses({ id }: { id: string }) {
  const t = useT()
  const uses = useApi('GET /terms/:id/uses', { params: { id } }, { staleTime: 60_000 }).data?.items
  return (
    <Panel title={t('glossary.record.uses')}>
      {uses?.length === 0 && <p className="td-muted">{t('glossary.record.usesNone')}</p>}
      <ul className="gl-uses">
        {uses?.map((use) => (
          <li key={`${use.kind} ${use.id}`}>
            <Link to={use.url}>{use.name}</Link> <span className="td-muted">· {t(`glossary.uses.${use.kind}`)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Dialogs({ term, open, onClose }: { term: Term; open: 'edit' | 'delete' | null; onClose: () => void }) {
  const t = useT()
  const go = useGo()
  const remove = useAct('DELETE /terms/:id', {
    done: t('glossary.acts.deleted'),
    undo: () => restore.mutateAsync({ params: { id: term.id } }),
  })
  const restore = useAct('POST /terms/:id/restoration')
  return (
    <Can permission="glossary.write">
      {open === 'edit' && (
        <Suspense>
          <EditTerm term={term} onClose={onClose} />
        </Suspense>
      )}
      {open === 'delete' && (
        <ConfirmDialog
          title={t('glossary.acts.deleteTitle', { name: term.name })}
          text={t('glossary.acts.deleteText')}
          onConfirm={async () => {
            await remove.mutateAsync({ params: { id: term.id } })
            go('/glossary')
          }}
          onClose={onClose}
        />
      )}
    </Can>
  )
}

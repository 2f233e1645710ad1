import { Button } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import type { Notice } from '#contract/notices.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Can, useCan } from '../../kernel/me.tsx'
import { Link, useGo, useParam, useSearch } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { ConfirmDialog } from '../../kernel/record/confirm-dialog.tsx'
import { Fact, Facts } from '../../kernel/record/facts.tsx'
import { useMembers } from '../../kernel/record/member-select.tsx'
import { Panel, RecordPage } from '../../kernel/record/record-page.tsx'
import { NoticeSeverity, NoticeState } from './badges.tsx'
import { Markdown } from './markdown.tsx'
import { People } from './progress.tsx'
import './notices.css'

const EditNotice = lazy(() => import('./edit.tsx'))
const Reading = lazy(() => import('./reading.tsx'))
type Dialog = 'edit' | 'retire' | 'delete' | null

/** One notice: what it says, and who has read and understood it. `?read=1` opens it alone on the screen. */
export default function NoticePage() {
  const t = useT()
  const id = useParam('id')
  const [search, setSearch] = useSearch()
  const notice = useApi('GET /notices/:id', { params: { id } })
  const [dialog, setDialog] = useState<Dialog>(null)
  const setReading = (open: boolean) => {
    const { read: _, ...rest } = search
    setSearch(open ? { ...rest, read: '1' } : rest)
  }
  return (
    <RecordPage
      query={notice}
      title={(record) => record.title}
      crumbs={[{ to: '/notices', label: t('notices.list.title') }]}
      badges={(record) => (
        <>
          <NoticeState state={record.state} />
          <NoticeSeverity severity={record.severity} />
        </>
      )}
      actions={(record) => <Actions notice={record} open={setDialog} read={() => setReading(true)} />}
      facts={(record) => <NoticeFacts notice={record} />}
      main={(record) => (
        <>
          <Panel title={t('notices.record.text')}>
            <Markdown text={record.body} />
          </Panel>
          <History notice={record} />
        </>
      )}
      aside={(record) => <People notice={record} />}
      dialogs={
        notice.data && (
          <>
            <Dialogs notice={notice.data} open={dialog} onClose={() => setDialog(null)} />
            {search.read !== undefined && (
              <Suspense>
                <Reading notice={notice.data} onClose={() => setReading(false)} />
              </Suspense>
            )}
          </>
        )
      }
    />
  )
}

type ActionProps = { notice: Notice; open: (dialog: Dialog) => void; read: () => void }

function Actions({ notice, open, read }: ActionProps) {
  const t = useT()
  const can = useCan()
  const publish = useAct('POST /notices/:id/publication', { done: t('notices.create.published') })
  const { state, mine } = notice
  const waitsForMe = state === 'published' && mine !== null && mine.acknowledgedAt === null
  return (
    <>
      {state !== 'draft' && (
        <Button variant={waitsForMe ? 'filled' : 'default'} onClick={read}>
          {t('notices.record.read')}
        </Button>
      )}
      {can('notices.write') && state === 'draft' && (
        <>
          <Button loading={publish.isPending} onClick={() => publish.mutate({ params: { id: notice.id } })}>
            {t('notices.acts.publish')}
          </Button>
          <Button variant="default" onClick={() => open('edit')}>
            {t('notices.acts.edit')}
          </Button>
          <Button variant="subtle" color="red" onClick={() => open('delete')}>
            {t('notices.acts.delete')}
          </Button>
        </>
      )}
      {can('notices.write') && state === 'published' && (
        <>
          <Button variant="default" onClick={() => open('edit')}>
            {t('notices.acts.revise')}
          </Button>
          <Button variant="subtle" color="red" onClick={() => open('retire')}>
            {t('notices.acts.retire')}
          </Button>
        </>
      )}
    </>
  )
}

function NoticeFacts({ notice }: { notice: Notice }) {
  const t = useT()
  const format = useFormat()
  const members = useMembers()
  const { about, mine } = notice
  return (
    <>
      <Facts title={t('notices.record.facts')}>
        <Fact label={t('notices.fields.kind')}>{t(`notices.kinds.${notice.kind}`)}</Fact>
        <Fact label={t('notices.fields.author')}>
          {members.find((member) => member.id === notice.authorId)?.fullName ?? '–'}
        </Fact>
        {about && (
          <Fact label={t('notices.fields.about')}>
            {about.url ? <Link to={about.url}>{about.name}</Link> : about.name || '–'}
          </Fact>
        )}
        <Fact label={t('notices.fields.audience')}>{t(`notices.audience.${notice.audience.kind}`)}</Fact>
        {notice.publishedAt && (
          <Fact label={t('notices.fields.publishedAt')}>{format.dateTime(notice.publishedAt)}</Fact>
        )}
        {notice.dueAt && <Fact label={t('notices.fields.dueAt')}>{format.dateTime(notice.dueAt)}</Fact>}
        {notice.revision > 1 && (
          <Fact label={t('notices.fields.revision')}>
            <span className="td-num">{notice.revision}</span>
          </Fact>
        )}
      </Facts>
      {mine?.acknowledgedAt && (
        <p className="td-muted">{t('notices.record.mineDone', { at: format.dateTime(mine.acknowledgedAt) })}</p>
      )}
      {mine?.dueAt && !mine.acknowledgedAt && notice.state === 'published' && (
        <p className="td-muted">{t('notices.record.mineDue', { at: format.dateTime(mine.dueAt) })}</p>
      )}
    </>
  )
}

function History({ notice }: { notice: Notice }) {
  const t = useT()
  if (notice.history.length === 0) return null
  return (
    <Panel title={t('notices.record.history')}>
      {notice.history.map(({ revision, title, body, acknowledged, recipients }) => (
        <details key={revision} className="no-old">
          <summary>{t('notices.record.historyItem', { revision, acknowledged, recipients })}</summary>
          <strong>{title}</strong>
          <Markdown text={body} />
        </details>
      ))}
    </Panel>
  )
}

function Dialogs({ notice, open, onClose }: { notice: Notice; open: Dialog; onClose: () => void }) {
  const t = useT()
  const go = useGo()
  const params = { id: notice.id }
  const retire = useAct('POST /notices/:id/retirement', { done: t('notices.acts.retired') })
  const restore = useAct('POST /notices/:id/restoration')
  const remove = useAct('DELETE /notices/:id', {
    done: t('notices.acts.deleted'),
    undo: () => restore.mutateAsync({ params }),
  })
  return (
    <Can permission="notices.write">
      {open === 'edit' && (
        <Suspense>
          <EditNotice notice={notice} onClose={onClose} />
        </Suspense>
      )}
      {open === 'retire' && (
        <ConfirmDialog
          title={t('notices.acts.retireTitle', { title: notice.title })}
          text={t('notices.acts.retireText')}
          confirmLabel={t('notices.acts.retire')}
          onConfirm={() => retire.mutateAsync({ params })}
          onClose={onClose}
        />
      )}
      {open === 'delete' && (
        <ConfirmDialog
          title={t('notices.acts.deleteTitle', { title: notice.title })}
          text={t('notices.acts.deleteText')}
          onConfirm={async () => {
            await remove.mutateAsync({ params })
            go('/notices?box=mine')
          }}
          onClose={onClose}
        />
      )}
    </Can>
  )
}

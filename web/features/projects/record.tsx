import { Badge, Button } from '@mantine/core'
import { IconLock, IconLockOpen, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Project } from '#contract/projects.ts'
import { api } from '../../kernel/api.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { useGo, useParam } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { ConfirmDialog } from '../../kernel/record/confirm-dialog.tsx'
import { Facts } from '../../kernel/record/facts.tsx'
import { InlineField } from '../../kernel/record/inline-field.tsx'
import { RecordPage } from '../../kernel/record/record-page.tsx'
import { useRecordSave } from '../../kernel/record/use-record-save.tsx'
import { Widgets } from '../../kernel/shell/widgets.tsx'
import { SeatsPanel } from './seats-panel.tsx'
import { Also, Standing } from './standing.tsx'
import './projects.css'

/** What a project is for, what it runs on and how that stands. */
export default function ProjectRecord() {
  const t = useT()
  const id = useParam('id')
  const project = useApi('GET /projects/:id', { params: { id } })
  const { save, dialog } = useRecordSave({
    ...{ get: 'GET /projects/:id', patch: 'PATCH /projects/:id', params: { id } },
    labels: {
      name: t('projects.fields.name'),
      purpose: t('projects.fields.purpose'),
      startsOn: t('projects.fields.startsOn'),
      endsOn: t('projects.fields.endsOn'),
    },
  })
  const readOnly = !useCan()('projects.write')
  return (
    <RecordPage
      query={project}
      title={(record) => record.name}
      crumbs={[{ to: '/projects', label: t('projects.title') }]}
      badges={(record) => (
        <Badge variant="light" color={record.state === 'active' ? 'green' : 'gray'}>
          {t(`projects.states.${record.state}`)}
        </Badge>
      )}
      actions={(record) => !readOnly && <Actions project={record} />}
      facts={(record) => (
        <>
          <Facts title={t('projects.record.facts')}>
            <InlineField
              kind="text"
              label={t('projects.fields.name')}
              required
              readOnly={readOnly}
              value={record.name}
              onSave={(name, begun) => name && save({ name }, begun)}
            />
            <InlineField
              kind="long_text"
              label={t('projects.fields.purpose')}
              readOnly={readOnly}
              value={record.purpose}
              onSave={(purpose, begun) => save({ purpose: purpose ?? '' }, begun)}
            />
            <InlineField
              kind="date"
              label={t('projects.fields.startsOn')}
              readOnly={readOnly}
              value={record.startsOn}
              onSave={(startsOn, begun) => save({ startsOn }, begun)}
            />
            <InlineField
              kind="date"
              label={t('projects.fields.endsOn')}
              readOnly={readOnly}
              value={record.endsOn}
              onSave={(endsOn, begun) => save({ endsOn }, begun)}
            />
          </Facts>
          <div className="pj-seats">
            <SeatsPanel project={record} readOnly={readOnly} />
          </div>
        </>
      )}
      main={(record) => <Standing project={record} readOnly={readOnly} onChange={(runsOn) => void save({ runsOn })} />}
      aside={(record) => (
        <>
          <Widgets slot="project.alignment" props={{ projectId: record.id }} />
          <Also id={record.id} />
        </>
      )}
      dialogs={dialog}
    />
  )
}

function Actions({ project }: { project: Project }) {
  const t = useT()
  const go = useGo()
  const [asking, setAsking] = useState(false)
  const params = { id: project.id }
  const close = useAct('POST /projects/:id/closure', { done: t('projects.acts.closed') })
  const reopen = useAct('DELETE /projects/:id/closure', { done: t('projects.acts.reopened') })
  const remove = useAct('DELETE /projects/:id', {
    done: t('projects.acts.deleted'),
    undo: () => api('POST /projects/:id/restoration', { params }),
  })
  const isActive = project.state === 'active'
  return (
    <>
      <Button
        variant="default"
        leftSection={isActive ? <IconLock size={17} /> : <IconLockOpen size={17} />}
        loading={close.isPending || reopen.isPending}
        onClick={() => (isActive ? close : reopen).mutate({ params })}
      >
        {isActive ? t('projects.acts.close') : t('projects.acts.reopen')}
      </Button>
      <Button variant="default" leftSection={<IconTrash size={17} />} onClick={() => setAsking(true)}>
        {t('kit.delete')}
      </Button>
      {asking && (
        <ConfirmDialog
          title={t('projects.acts.delete')}
          text={t('projects.acts.deleteText')}
          affected={[project.name]}
          onConfirm={async () => {
            await remove.mutateAsync({ params })
            go('/projects')
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}

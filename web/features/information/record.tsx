import { Alert, Badge, Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconTrash } from '@tabler/icons-react'
import type { InformationItem } from '#contract/information.ts'
import { api } from '../../kernel/api.ts'
import { useT } from '../../kernel/i18n.tsx'
import { Can, useCan } from '../../kernel/me.tsx'
import { Link, useGo, useParam } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { Panel, RecordPage } from '../../kernel/record/record-page.tsx'
import { useRecordSave } from '../../kernel/record/use-record-save.tsx'
import { Freshness, StateBadge, useExplanation } from './freshness.tsx'
import { History } from './history.tsx'
import { ItemActs } from './item-acts.tsx'
import { ItemFacts } from './item-facts.tsx'
import { Proposals } from './proposals.tsx'
import { ValueView } from './value-view.tsx'
import { touched } from './words.ts'

/** One item: what it says, who answers, how fresh and why, what others propose, and what it was before. */
export default function InformationRecord() {
  const t = useT()
  const id = useParam('id')
  const item = useApi('GET /information-items/:id', { params: { id } })
  const { save, dialog } = useRecordSave({
    get: 'GET /information-items/:id',
    patch: 'PATCH /information-items/:id',
    params: { id },
    labels: {
      name: t('information.columns.name'),
      purpose: t('information.columns.purpose'),
      ownerId: t('information.columns.owner'),
      intervalDays: t('information.columns.intervalDays'),
      mandatory: t('information.columns.mandatory'),
    },
  })
  return (
    <RecordPage
      query={item}
      title={(record) => record.name}
      crumbs={[{ to: '/information?show=all', label: t('information.title') }]}
      badges={(record) => <Badges item={record} />}
      actions={(record) => <ItemActs item={record} />}
      facts={(record) => <ItemFacts item={record} save={save} />}
      main={(record) => (
        <>
          {!record.ownerIsActive && (
            <Alert color="red" mb="md" icon={<IconAlertTriangle size={18} />}>
              {t('information.record.ownerless', { owner: record.ownerName })}
            </Alert>
          )}
          <Panel title={t('information.columns.value')}>
            <ValueView item={record} />
          </Panel>
          <Proposals item={record} />
          <History id={record.id} />
        </>
      )}
      aside={(record) => <Aside item={record} />}
      dialogs={dialog}
    />
  )
}

function Badges({ item }: { item: InformationItem }) {
  const t = useT()
  return (
    <Group gap="xs">
      <StateBadge state={item.state} />
      {item.mandatory && (
        <Badge variant="outline" color="gray">
          {t('information.mandatory')}
        </Badge>
      )}
      {item.closedAt && (
        <Badge variant="light" color="gray">
          {t('information.closed')}
        </Badge>
      )}
    </Group>
  )
}

function Aside({ item }: { item: InformationItem }) {
  const t = useT()
  const go = useGo()
  const explain = useExplanation()
  const canWrite = useCan()('information.write')
  const remove = useAct('DELETE /information-items/:id', {
    invalidates: touched,
    done: t('information.acts.deleted'),
    undo: () => api('POST /information-items/:id/restoration', { params: { id: item.id } }),
  })
  const isBlocking = item.mandatory && (item.state === 'stale' || item.state === 'never') && !item.closedAt
  return (
    <>
      <Panel title={t('information.columns.freshness')}>
        <Freshness item={item} />
        <Text size="sm" mt="xs">
          {explain(item)}
        </Text>
        {isBlocking && (
          <Text size="sm" mt="xs" fw={600}>
            {t(`information.blocks.${item.bound?.kind ?? (item.blocksLaunches ? 'workspace' : 'meetings')}`)}
          </Text>
        )}
      </Panel>
      {item.bound && (
        <Panel title={t('information.fields.bound')}>
          <Link to={item.bound.url}>{item.bound.name}</Link>
        </Panel>
      )}
      <Can permission="information.write">
        <Button
          size="xs"
          variant="subtle"
          color="red"
          disabled={!canWrite}
          leftSection={<IconTrash size={15} />}
          loading={remove.isPending}
          onClick={() => remove.mutate({ params: { id: item.id } }, { onSuccess: () => go('/information?show=all') })}
        >
          {t('information.acts.delete')}
        </Button>
      </Can>
    </>
  )
}

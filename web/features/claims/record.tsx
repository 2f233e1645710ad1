import { Alert, Button } from '@mantine/core'
import { IconAlertTriangle, IconArchive, IconRocket, IconRotate } from '@tabler/icons-react'
import { useState } from 'react'
import type { Asset } from '#contract/assets.ts'
import { ApiProblem, api, etagOf } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { Link, useParam } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { Fact, Facts } from '../../kernel/record/facts.tsx'
import { InlineField } from '../../kernel/record/inline-field.tsx'
import { RecordPage } from '../../kernel/record/record-page.tsx'
import { useRecordSave } from '../../kernel/record/use-record-save.tsx'
import { useToast } from '../../kernel/toast.tsx'
import { AssetTimeline } from './asset-timeline.tsx'
import { AssetState } from './badges.tsx'
import { BodyEditor } from './body-editor.tsx'
import { ClaimsPanel } from './claims-panel.tsx'
import { Proposals } from './proposals.tsx'
import { touched } from './said.ts'
import './claims.css'

/** One text: what it says, what it claims and whether that is still true. */
export default function AssetPage() {
  const t = useT()
  const id = useParam('id')
  const asset = useApi('GET /assets/:id', { params: { id } })
  const [refusal, setRefusal] = useState<ApiProblem | null>(null)
  const { save, dialog } = useRecordSave({
    get: 'GET /assets/:id',
    patch: 'PATCH /assets/:id',
    params: { id },
    labels: {
      name: t('claims.fields.name'),
      body: t('claims.fields.body'),
      type: t('claims.fields.type'),
      url: t('claims.fields.url'),
      ownerId: t('claims.fields.ownerId'),
    },
  })
  return (
    <RecordPage
      query={asset}
      title={(record) => record.name}
      crumbs={[{ to: '/texts', label: t('claims.title') }]}
      badges={(record) => <AssetState asset={record} />}
      actions={(record) => <Actions asset={record} onRefused={setRefusal} />}
      facts={(record) => <AssetFacts asset={record} save={save} />}
      main={(record) => (
        <>
          {refusal && <Refusal problem={refusal} onClose={() => setRefusal(null)} />}
          {record.isFlagged && (
            <Alert color="red" mb="md" icon={<IconAlertTriangle size={18} />}>
              {t('claims.record.flagged', { count: record.drift.critical })}
            </Alert>
          )}
          <BodyEditor key={record.id} asset={record} onSave={(body) => save({ body })} />
          <AssetTimeline id={record.id} />
        </>
      )}
      aside={(record) => (
        <>
          <Proposals assetId={record.id} />
          <ClaimsPanel asset={record} />
        </>
      )}
      dialogs={dialog}
    />
  )
}

function Refusal({ problem, onClose }: { problem: ApiProblem; onClose: () => void }) {
  const t = useT()
  return (
    <Alert
      color="red"
      mb="md"
      title={t('claims.acts.refused')}
      withCloseButton
      closeButtonLabel={t('kit.close')}
      onClose={onClose}
      role="alert"
    >
      <ul className="cl-list">
        {problem.errors.map(({ pointer, rule, params }) => (
          <li key={JSON.stringify([pointer, params])}>{t(`rules.${rule}`, params)}</li>
        ))}
      </ul>
    </Alert>
  )
}

function Actions({ asset, onRefused }: { asset: Asset; onRefused: (problem: ApiProblem | null) => void }) {
  const t = useT()
  const can = useCan()
  const toast = useToast()
  const params = { id: asset.id }
  const etag = etagOf(asset)
  const publish = useAct('POST /assets/:id/publication', {
    invalidates: touched,
    done: t('claims.acts.published'),
    quiet: true,
    ...(etag && { ifMatch: etag }),
  })
  const retire = useAct('POST /assets/:id/retirement', {
    invalidates: touched,
    done: t('claims.acts.retired'),
    undo: () => api('POST /assets/:id/restoration', { params }),
  })
  const restore = useAct('POST /assets/:id/restoration', { invalidates: touched, done: t('claims.acts.restored') })
  if (!can('claims.write')) return null
  if (asset.state === 'retired')
    return (
      <Button
        leftSection={<IconRotate size={17} />}
        loading={restore.isPending}
        onClick={() => restore.mutate({ params })}
      >
        {t('claims.acts.restore')}
      </Button>
    )
  return (
    <>
      {asset.state === 'draft' && (
        <Button
          leftSection={<IconRocket size={17} />}
          loading={publish.isPending}
          onClick={() =>
            publish.mutate(
              { params },
              {
                onSuccess: () => onRefused(null),
                onError: (error) =>
                  error instanceof ApiProblem && error.errors.length > 0 ? onRefused(error) : toast.failed(error),
              },
            )
          }
        >
          {t('claims.acts.publish')}
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<IconArchive size={17} />}
        loading={retire.isPending}
        onClick={() => retire.mutate({ params })}
      >
        {t('claims.acts.retire')}
      </Button>
    </>
  )
}

type Save = ReturnType<typeof useRecordSave<'GET /assets/:id', 'PATCH /assets/:id'>>['save']
const types = ['ad', 'email', 'landing', 'post', 'script', 'brochure', 'other'] as const

function AssetFacts({ asset, save }: { asset: Asset; save: Save }) {
  const t = useT()
  const format = useFormat()
  const readOnly = !useCan()('claims.write')
  return (
    <Facts title={t('claims.record.facts')}>
      <InlineField
        kind="text"
        label={t('claims.fields.name')}
        required
        readOnly={readOnly}
        value={asset.name}
        onSave={(name) => name && save({ name })}
      />
      <InlineField
        kind="select"
        label={t('claims.fields.type')}
        readOnly={readOnly}
        value={asset.type}
        options={types.map((value) => ({ value, label: t(`claims.types.${value}`) }))}
        onSave={(chosen) => {
          const type = types.find((one) => one === chosen)
          return type && save({ type })
        }}
      />
      <InlineField
        kind="member"
        label={t('claims.fields.ownerId')}
        readOnly={readOnly}
        value={asset.ownerId}
        onSave={(ownerId) => save({ ownerId })}
      />
      <InlineField
        kind="url"
        label={t('claims.fields.url')}
        readOnly={readOnly}
        value={asset.url}
        onSave={(url) => save({ url })}
      />
      {asset.campaignId && (
        <Fact label={t('claims.fields.campaignId')}>
          <CampaignLink id={asset.campaignId} />
        </Fact>
      )}
      <Fact label={t('claims.fields.publishedAt')}>{format.date(asset.publishedAt)}</Fact>
      <Fact label={t('impacts.graph.title')}>
        <Link to={`/impacts/dependants?type=asset&id=${asset.id}`}>{t('claims.record.dependants')}</Link>
      </Fact>
    </Facts>
  )
}

function CampaignLink({ id }: { id: string }) {
  const campaign = useApi('GET /campaigns/:id', { params: { id } }).data
  return <Link to={`/campaigns/${id}`}>{campaign?.name ?? '…'}</Link>
}

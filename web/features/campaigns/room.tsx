import { type ReactNode, useEffect } from 'react'
import type { Campaign } from '#contract/campaigns.ts'
import { useLocale, useT } from '../../kernel/i18n.tsx'
import { useParam, useSearch } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { Panel, RecordPage } from '../../kernel/record/record-page.tsx'
import { useRecordSave } from '../../kernel/record/use-record-save.tsx'
import { Widgets } from '../../kernel/shell/widgets.tsx'
import { CampaignActions } from './room/actions.tsx'
import { AssetsPanel } from './room/assets-panel.tsx'
import { BriefPanel } from './room/brief-panel.tsx'
import { ChecksPanel } from './room/checks-panel.tsx'
import { CollisionList } from './room/collisions.tsx'
import { CampaignFacts } from './room/facts.tsx'
import { HousePanel } from './room/house-panel.tsx'
import { LinksPanel } from './room/links-panel.tsx'
import { NextStep } from './room/next-step.tsx'
import { NumbersPanel } from './room/numbers-panel.tsx'
import { OffersPanel } from './room/offers-panel.tsx'
import { PeoplePanel } from './room/people-panel.tsx'
import { Talk } from './room/talk.tsx'
import { StateBadge } from './state-badge.tsx'
import './campaigns.css'

/** The room of a campaign: both departments see what is left to do, what is said, who answers, and what it brings. */
export default function CampaignRoom() {
  const t = useT()
  const { locale } = useLocale()
  const id = useParam('id')
  const campaign = useApi('GET /campaigns/:id', { params: { id } })
  const checks = useApi('GET /campaigns/:id/checks', { params: { id }, query: { locale } })
  const { save, dialog } = useRecordSave({
    get: 'GET /campaigns/:id',
    patch: 'PATCH /campaigns/:id',
    params: { id },
    labels: {
      name: t('campaigns.fields.name'),
      startsOn: t('campaigns.fields.startsOn'),
      endsOn: t('campaigns.fields.endsOn'),
      audience: t('campaigns.fields.audience'),
      channels: t('campaigns.fields.channels'),
      budget: t('campaigns.fields.budget'),
      targetLeads: t('campaigns.fields.targetLeads'),
      targetSales: t('campaigns.fields.targetSales'),
    },
  })
  useJump(campaign.data !== undefined && checks.data !== undefined)
  const items = checks.data?.items ?? []
  return (
    <RecordPage
      query={campaign}
      title={(record) => record.name}
      crumbs={[{ to: '/campaigns', label: t('campaigns.title') }]}
      badges={(record) => <StateBadge state={record.state} />}
      actions={(record) => <CampaignActions campaign={record} checks={items} />}
      facts={(record) => <CampaignFacts campaign={record} save={save} />}
      main={(record) => (
        <>
          <Part name="checks">
            <ChecksPanel campaign={record} checks={items} />
          </Part>
          <Part name="brief">
            <BriefPanel key={record.id} campaign={record} />
          </Part>
          <Widgets slot="document.of" props={{ kind: 'brief', parentId: record.id }} />
          <HousePanel campaign={record} />
          <Part name="offers">
            <OffersPanel campaign={record} />
          </Part>
          <Part name="links">
            <LinksPanel campaign={record} />
          </Part>
          <Part name="information">
            <Widgets slot="campaign.information" props={{ campaignId: record.id }} />
          </Part>
          <Part name="thread">
            <Talk campaign={record} />
          </Part>
        </>
      )}
      aside={(record) => <Aside campaign={record} checks={items} />}
      dialogs={dialog}
    />
  )
}

function Aside({ campaign, checks }: { campaign: Campaign; checks: Parameters<typeof NextStep>[0]['checks'] }) {
  const t = useT()
  return (
    <>
      <NextStep campaign={campaign} checks={checks} />
      <Part name="people">
        <PeoplePanel campaign={campaign} />
      </Part>
      <NumbersPanel campaign={campaign} />
      <Part name="assets">
        <AssetsPanel id={campaign.id} />
      </Part>
      {campaign.collisions.length > 0 && (
        <Panel title={t('campaigns.collisions.title')}>
          <CollisionList collisions={campaign.collisions} />
        </Panel>
      )}
    </>
  )
}

const Part = ({ name, children }: { name: string; children: ReactNode }) => (
  <div id={`part-${name}`} className="cp-part" tabIndex={-1}>
    {children}
  </div>
)

const placeOf: Record<string, string> = { kickoff: 'people', story: 'thread' }

/** A check or a notification leads to a part of the room: `?part=brief`. */
function useJump(isReady: boolean) {
  const [search, setSearch] = useSearch()
  useEffect(() => {
    const { part, ...rest } = search
    if (!isReady || typeof part !== 'string') return
    const target = document.getElementById(`part-${placeOf[part] ?? part}`)
    target?.scrollIntoView({ block: 'start' })
    target?.focus({ preventScroll: true })
    // So that the same way can be gone again.
    setSearch(rest)
  }, [isReady, search, setSearch])
}

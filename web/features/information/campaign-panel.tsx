import { Button } from '@mantine/core'
import { useState } from 'react'
import { useT } from '../../kernel/i18n.tsx'
import { Can } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { Panel } from '../../kernel/record/record-page.tsx'
import { ApplyDialog } from './apply-dialog.tsx'
import CreateInformation from './create.tsx'
import { Freshness } from './freshness.tsx'

/** What this campaign needs to know before it starts, and how fresh it is. */
export default function CampaignInformation({ campaignId }: { campaignId: string }) {
  const t = useT()
  const [open, setOpen] = useState<'template' | 'item' | null>(null)
  const items = useApi('GET /information-items', { query: { campaignId, limit: 100 } }).data?.items ?? []
  return (
    <Panel title={t('information.campaign.title')}>
      {items.length === 0 ? (
        <p className="td-muted in-small">{t('information.campaign.empty')}</p>
      ) : (
        <ul className="in-rows">
          {items.map((item) => (
            <li key={item.id}>
              <span className="in-row-name">
                <Link to={`/information/${item.id}`}>{item.name}</Link>
                <span className="td-muted in-small"> · {item.ownerName}</span>
              </span>
              <Freshness item={item} />
            </li>
          ))}
        </ul>
      )}
      <Can permission="information.write">
        <div className="in-buttons">
          <Button size="xs" variant="light" onClick={() => setOpen('template')}>
            {t('information.campaign.fromTemplate')}
          </Button>
          <Button size="xs" variant="default" onClick={() => setOpen('item')}>
            {t('information.create.action')}
          </Button>
        </div>
      </Can>
      {open === 'template' && <ApplyDialog campaignId={campaignId} onClose={() => setOpen(null)} />}
      {open === 'item' && <CreateInformation campaignId={campaignId} onClose={() => setOpen(null)} />}
    </Panel>
  )
}

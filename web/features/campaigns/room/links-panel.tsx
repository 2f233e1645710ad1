import { ActionIcon, Badge, Button, CopyButton, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy, IconTrash } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import type { TrackedLink } from '#contract/campaign-parts.ts'
import type { Campaign } from '#contract/campaigns.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { useCan } from '../../../kernel/me.tsx'
import { useAct, useApi } from '../../../kernel/query.ts'
import { Panel } from '../../../kernel/record/record-page.tsx'

const LinkDialog = lazy(() => import('./link-dialog.tsx'))
const colours = { target: 'green', waitlist: 'amber', notice: 'gray' } as const

/** Addresses for ads, mails and posts: what each brought, and where it leads at this moment. */
export function LinksPanel({ campaign }: { campaign: Campaign }) {
  const t = useT()
  const [adding, setAdding] = useState(false)
  const { data } = useApi('GET /campaigns/:id/links', { params: { id: campaign.id } })
  const canWrite = useCan()('campaigns.write') && campaign.state !== 'finished' && campaign.state !== 'archived'
  const links = data?.items ?? []
  return (
    <Panel
      title={t('campaigns.links.title')}
      action={
        canWrite && (
          <Button size="compact-sm" variant="subtle" onClick={() => setAdding(true)}>
            {t('campaigns.links.add')}
          </Button>
        )
      }
    >
      {links.length === 0 ? (
        <p className="td-muted cp-hint">{t('campaigns.links.empty')}</p>
      ) : (
        <ul className="cp-cards">
          {links.map((link) => (
            <LinkCard key={link.id} link={link} campaign={campaign} canWrite={canWrite} />
          ))}
        </ul>
      )}
      {adding && (
        <Suspense>
          <LinkDialog campaign={campaign} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </Panel>
  )
}

function LinkCard({ link, campaign, canWrite }: { link: TrackedLink; campaign: Campaign; canWrite: boolean }) {
  const t = useT()
  const remove = useAct('DELETE /campaigns/:id/links/:linkId', { done: t('campaigns.links.removed') })
  return (
    <li className="cp-card">
      <div className="cp-card-head">
        <span className="cp-strong">{link.name}</span>
        <Badge variant="light" color={colours[link.leadsTo]}>
          {t(`campaigns.links.leadsTo.${link.leadsTo}`)}
        </Badge>
        <span className="td-num td-muted">{t('campaigns.links.clicks', { count: link.clicks })}</span>
        <span className="cp-card-acts">
          <CopyButton value={link.publicUrl}>
            {({ copied, copy }) => (
              <Tooltip label={t(copied ? 'kit.copied' : 'campaigns.links.copy')}>
                <ActionIcon
                  variant="subtle"
                  color={copied ? 'green' : 'gray'}
                  onClick={copy}
                  aria-label={`${t('campaigns.links.copy')}: ${link.name}`}
                >
                  {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
                </ActionIcon>
              </Tooltip>
            )}
          </CopyButton>
          {canWrite && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`${t('campaigns.links.remove')}: ${link.name}`}
              onClick={() => remove.mutate({ params: { id: campaign.id, linkId: link.id } })}
            >
              <IconTrash size={16} />
            </ActionIcon>
          )}
        </span>
      </div>
      <div className="td-muted cp-small cp-break">
        {link.publicUrl} · {link.utm.source} / {link.utm.medium} / {link.utm.campaign}
      </div>
    </li>
  )
}

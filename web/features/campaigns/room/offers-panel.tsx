import { ActionIcon, Badge, Button, Menu } from '@mantine/core'
import { IconDots, IconShieldExclamation } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import type { Offer } from '#contract/campaign-parts.ts'
import type { Campaign } from '#contract/campaigns.ts'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { useCan } from '../../../kernel/me.tsx'
import { Link } from '../../../kernel/navigation.tsx'
import { useAct } from '../../../kernel/query.ts'
import { Money } from '../../../kernel/record/money.tsx'
import { Panel } from '../../../kernel/record/record-page.tsx'

const OfferDialog = lazy(() => import('./offer-dialog.tsx'))

/** What is offered, whether it is there, and where the button leads at this moment. */
export function OffersPanel({ campaign }: { campaign: Campaign }) {
  const t = useT()
  const [open, setOpen] = useState<Offer | 'new' | null>(null)
  const canWrite = useCan()('campaigns.write') && campaign.state !== 'finished' && campaign.state !== 'archived'
  return (
    <Panel
      title={t('campaigns.offers.title')}
      action={
        canWrite && (
          <Button size="compact-sm" variant="subtle" onClick={() => setOpen('new')}>
            {t('campaigns.offers.add')}
          </Button>
        )
      }
    >
      {campaign.offers.length === 0 ? (
        <p className="td-muted cp-hint">{t('campaigns.offers.empty')}</p>
      ) : (
        <ul className="cp-cards">
          {campaign.offers.map((offer) => (
            <OfferCard
              key={offer.id}
              offer={offer}
              campaign={campaign}
              onEdit={canWrite ? () => setOpen(offer) : null}
            />
          ))}
        </ul>
      )}
      {open && (
        <Suspense>
          <OfferDialog campaign={campaign} offer={open === 'new' ? null : open} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </Panel>
  )
}

type CardProps = { offer: Offer; campaign: Campaign; onEdit: (() => void) | null }

function OfferCard({ offer, campaign, onEdit }: CardProps) {
  const t = useT()
  const format = useFormat()
  const remove = useAct('DELETE /campaigns/:id/offers/:offerId', { done: t('campaigns.offers.removed') })
  const terms = [
    ...(offer.discountPercent ? [t('campaigns.offers.off', { percent: format.number(offer.discountPercent) })] : []),
    ...(offer.uplift === 1 ? [] : [t('campaigns.offers.times', { uplift: format.number(offer.uplift) })]),
    offer.available === null
      ? t('campaigns.offers.noStock')
      : t('campaigns.offers.units', { count: Math.max(0, offer.available) }),
  ]
  return (
    <li className="cp-card">
      <div className="cp-card-head">
        <Link to={`/products/${offer.productId}`} className="cp-strong">
          {offer.productName}
        </Link>
        <span className="td-muted">{offer.sku}</span>
        {offer.callToAction !== 'none' && (
          <Badge variant="light" color={offer.callToAction === 'shop' ? 'green' : 'amber'}>
            {t(offer.callToAction === 'shop' ? 'campaigns.offers.toShop' : 'campaigns.offers.toWaitlist')}
          </Badge>
        )}
        {onEdit && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon
                variant="subtle"
                color="gray"
                ml="auto"
                aria-label={`${t('campaigns.offers.edit')}: ${offer.productName}`}
              >
                <IconDots size={17} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={onEdit}>{t('campaigns.offers.edit')}</Menu.Item>
              <Menu.Item color="red" onClick={() => remove.mutate({ params: { id: campaign.id, offerId: offer.id } })}>
                {t('campaigns.offers.remove')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      <div className="cp-inline td-num">
        {offer.offerPrice && (
          <span>
            <Money value={offer.offerPrice} />{' '}
            {offer.beforePrice && (
              <s className="td-muted">
                <Money value={offer.beforePrice} />
              </s>
            )}
          </span>
        )}
        <span className="td-muted">{terms.join(' · ')}</span>
      </div>
      {offer.guard.map(({ cause, since }) => (
        <p key={cause} className="cp-held">
          <IconShieldExclamation size={16} aria-hidden="true" />
          {t(`campaigns.offers.held.${cause}`, { at: format.dateTime(since) })}
        </p>
      ))}
    </li>
  )
}

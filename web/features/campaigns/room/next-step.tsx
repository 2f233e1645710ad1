import { Button } from '@mantine/core'
import type { CampaignCheck } from '#contract/campaign-checks.ts'
import type { Campaign } from '#contract/campaigns.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { Can } from '../../../kernel/me.tsx'
import { Link } from '../../../kernel/navigation.tsx'
import { Panel } from '../../../kernel/record/record-page.tsx'
import { LaunchButton } from './actions.tsx'

type Props = { campaign: Campaign; checks: readonly CampaignCheck[] }

/** The one thing to do now. */
export function NextStep({ campaign, checks }: Props) {
  const t = useT()
  const first = checks.find((check) => check.state === 'block')
  const isWaiting = ['draft', 'kickoff', 'ready'].includes(campaign.state)
  return (
    <Panel title={t('campaigns.next.title')}>
      <p className="cp-next">{textOf(t, campaign, first)}</p>
      {isWaiting && first && (
        <Button component={Link} to={first.fixUrl} size="sm" variant="light">
          {t('campaigns.checks.fix')}
        </Button>
      )}
      {isWaiting && !first && checks.length > 0 && (
        <Can permission="campaigns.write">
          <LaunchButton campaign={campaign} checks={checks} />
        </Can>
      )}
    </Panel>
  )
}

function textOf(t: ReturnType<typeof useT>, campaign: Campaign, first: CampaignCheck | undefined): string {
  switch (campaign.state) {
    case 'live':
      return campaign.switchedOffers > 0
        ? t('campaigns.next.switched', { count: campaign.switchedOffers })
        : t(campaign.guardOn ? 'campaigns.next.watch' : 'campaigns.guard.offWarning')
    case 'paused':
      return campaign.pauseReason ?? t('campaigns.next.resume')
    case 'finished':
      return t('campaigns.next.over')
    case 'archived':
      return t('campaigns.next.archived')
    default:
      if (!first) return t('campaigns.next.launch')
      if (first.check === 'brief_complete') return t('campaigns.next.brief')
      if (first.check === 'kickoff_held') return t('campaigns.next.kickoff')
      return t('campaigns.next.mend', { check: t(`campaigns.checks.${first.check}.title`) })
  }
}

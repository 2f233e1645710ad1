import type { Campaign } from '#contract/campaigns.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { useCan } from '../../../kernel/me.tsx'
import { Facts } from '../../../kernel/record/facts.tsx'
import { InlineField } from '../../../kernel/record/inline-field.tsx'
import type { useRecordSave } from '../../../kernel/record/use-record-save.tsx'

type Save = ReturnType<typeof useRecordSave<'GET /campaigns/:id', 'PATCH /campaigns/:id'>>['save']

export function CampaignFacts({ campaign, save }: { campaign: Campaign; save: Save }) {
  const t = useT()
  const isOver = campaign.state === 'finished' || campaign.state === 'archived'
  const isRunning = campaign.state === 'live' || campaign.state === 'paused'
  const readOnly = !useCan()('campaigns.write') || isOver
  return (
    <>
      <Facts title={t('campaigns.fields.name')}>
        <InlineField
          kind="text"
          label={t('campaigns.fields.name')}
          required
          readOnly={readOnly}
          value={campaign.name}
          onSave={(name, begun) => name && save({ name }, begun)}
        />
        <InlineField
          kind="date"
          label={t('campaigns.fields.startsOn')}
          required
          readOnly={readOnly || isRunning}
          value={campaign.startsOn}
          onSave={(startsOn, begun) => startsOn && save({ startsOn }, begun)}
        />
        <InlineField
          kind="date"
          label={t('campaigns.fields.endsOn')}
          required
          readOnly={readOnly}
          value={campaign.endsOn}
          onSave={(endsOn, begun) => endsOn && save({ endsOn }, begun)}
        />
        <InlineField
          kind="tags"
          label={t('campaigns.fields.channels')}
          readOnly={readOnly}
          value={campaign.channels}
          onSave={(channels, begun) => save({ channels }, begun)}
        />
      </Facts>
      <Facts title={t('campaigns.fields.audience')}>
        <InlineField
          kind="text"
          label={t('campaigns.fields.audience')}
          readOnly={readOnly}
          value={campaign.audience}
          onSave={(audience, begun) => save({ audience }, begun)}
        />
        <InlineField
          kind="number"
          label={t('campaigns.fields.audienceSize')}
          readOnly={readOnly}
          value={campaign.audienceSize}
          onSave={(audienceSize, begun) => save({ audienceSize }, begun)}
        />
      </Facts>
      <div id="part-money" className="cp-part" tabIndex={-1}>
        <Facts title={t('campaigns.money.edit')}>
          <InlineField
            kind="money"
            label={t('campaigns.fields.budget')}
            readOnly={readOnly}
            value={campaign.budget}
            onSave={(budget, begun) => save({ budget }, begun)}
          />
          <InlineField
            kind="number"
            label={t('campaigns.fields.targetLeads')}
            readOnly={readOnly}
            value={campaign.targetLeads}
            onSave={(targetLeads, begun) => save({ targetLeads }, begun)}
          />
          <InlineField
            kind="money"
            label={t('campaigns.fields.targetSales')}
            readOnly={readOnly}
            value={campaign.targetSales}
            onSave={(targetSales, begun) => save({ targetSales }, begun)}
          />
          <InlineField
            kind="boolean"
            label={t('campaigns.fields.guardOn')}
            readOnly={readOnly}
            value={campaign.guardOn}
            onSave={(guardOn, begun) => save({ guardOn }, begun)}
          />
        </Facts>
      </div>
      {!campaign.guardOn && <p className="cp-note">{t('campaigns.guard.offWarning')}</p>}
    </>
  )
}

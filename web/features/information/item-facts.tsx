import type { InformationItem } from '#contract/information.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan, useMe } from '../../kernel/me.tsx'
import { Fact, Facts } from '../../kernel/record/facts.tsx'
import { InlineField } from '../../kernel/record/inline-field.tsx'
import type { useRecordSave } from '../../kernel/record/use-record-save.tsx'
import { dayText } from './words.ts'

type Save = ReturnType<typeof useRecordSave<'GET /information-items/:id', 'PATCH /information-items/:id'>>['save']

export function ItemFacts({ item, save }: { item: InformationItem; save: Save }) {
  const t = useT()
  const format = useFormat()
  const { departments } = useMe()
  const readOnly = !useCan()('information.write')
  const options = departments.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Facts title={t('information.record.facts')}>
      <InlineField
        kind="text"
        label={t('information.columns.name')}
        required
        readOnly={readOnly}
        value={item.name}
        onSave={(name, begun) => name && save({ name }, begun)}
      />
      <InlineField
        kind="long_text"
        label={t('information.columns.purpose')}
        readOnly={readOnly}
        value={item.purpose}
        onSave={(purpose, begun) => save({ purpose: purpose ?? '' }, begun)}
      />
      <InlineField
        kind="select"
        label={t('information.columns.requestedBy')}
        readOnly={readOnly}
        options={options}
        value={item.requestedByDepartmentId}
        onSave={(id, begun) => id && save({ requestedByDepartmentId: id }, begun)}
      />
      <InlineField
        kind="select"
        label={t('information.columns.providedBy')}
        readOnly={readOnly}
        options={options}
        value={item.providedByDepartmentId}
        onSave={(id, begun) => id && save({ providedByDepartmentId: id }, begun)}
      />
      <InlineField
        kind="member"
        label={t('information.columns.owner')}
        readOnly={readOnly}
        value={item.ownerId}
        onSave={(ownerId, begun) => ownerId && save({ ownerId }, begun)}
      />
      <InlineField
        kind="number"
        label={t('information.fields.interval')}
        unit={t('information.fields.days')}
        readOnly={readOnly}
        value={item.intervalDays}
        onSave={(intervalDays, begun) => intervalDays !== null && save({ intervalDays }, begun)}
      />
      <InlineField
        kind="boolean"
        label={t('information.columns.mandatory')}
        readOnly={readOnly}
        value={item.mandatory}
        onSave={(mandatory, begun) => save({ mandatory }, begun)}
      />
      {item.mandatory && !item.bound && (
        <InlineField
          kind="boolean"
          label={t('information.fields.blocksLaunches')}
          readOnly={readOnly}
          value={item.blocksLaunches}
          onSave={(blocksLaunches, begun) => save({ blocksLaunches }, begun)}
        />
      )}
      <Fact label={t('information.columns.kind')}>{t(`information.kinds.${item.kind}`)}</Fact>
      {(item.kind === 'number' || item.unit) && (
        <InlineField
          kind="text"
          label={t('information.columns.unit')}
          readOnly={readOnly}
          value={item.unit}
          onSave={(unit, begun) => save({ unit }, begun)}
        />
      )}
      <Fact label={t('information.columns.dueOn')}>{dayText(format, item.dueOn)}</Fact>
      <Fact label={t('information.fields.verifiedAt')}>
        {item.verifiedAt ? format.dateTime(item.verifiedAt) : t('information.states.never')}
      </Fact>
    </Facts>
  )
}

import { Stack } from '@mantine/core'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Fact, Facts } from '../../kernel/record/facts.tsx'
import { DealsPanel, PeoplePanel } from './panels.tsx'
import type { CompanyRow } from './row.ts'

/** A company at a glance, beside the list. */
export function CompanyPreview({ company }: { company: CompanyRow }) {
  const t = useT()
  const format = useFormat()
  return (
    <Stack gap="lg">
      <Facts title={company.name}>
        <Fact label={t('companies.fields.domain')}>{company.domain ?? '–'}</Fact>
        <Fact label={t('companies.fields.industry')}>{company.industry ?? '–'}</Fact>
        <Fact label={t('companies.fields.employees')}>{format.number(company.employees)}</Fact>
        <Fact label={t('companies.fields.city')}>
          {[company.city, company.country].filter(Boolean).join(', ') || '–'}
        </Fact>
        <Fact label={t('companies.fields.owner')}>{company.ownerName ?? '–'}</Fact>
      </Facts>
      <PeoplePanel companyId={company.id} />
      <DealsPanel companyId={company.id} />
    </Stack>
  )
}

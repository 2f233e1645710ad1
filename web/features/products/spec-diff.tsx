import { Badge, Group, Select, Table, Text } from '@mantine/core'
import { useState } from 'react'
import type { Spec, SpecChange } from '#contract/product-parts.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useApi } from '../../kernel/query.ts'
import { Scroll } from './scroll.tsx'

const colors = { added: 'green', removed: 'red', changed: 'amber', relabelled: 'gray' } as const

/** What changed between two versions. */
export function SpecDiff({
  productId,
  versions,
  shown,
}: {
  productId: string
  versions: readonly Spec[]
  shown: number
}) {
  const t = useT()
  const others = versions.filter(({ version }) => version !== shown)
  const before = others.find(({ version }) => version < shown) ?? others[0]
  const [chosen, setChosen] = useState<number | null>(null)
  const other = others.find(({ version }) => version === chosen)?.version ?? before?.version ?? shown
  const [from, to] = other < shown ? [other, shown] : [shown, other]
  const answer = useApi(
    'GET /products/:id/specs',
    { params: { id: productId }, query: { compare: `${from},${to}` } },
    { keepPrevious: true },
  )
  const changes = answer.data?.diff?.changes ?? []
  return (
    <section>
      <Group justify="space-between" align="flex-end" mb="xs">
        <h2 className="td-panel-title">{t('products.spec.diffTitle', { from, to })}</h2>
        <Select
          size="xs"
          label={t('products.spec.compareWith')}
          allowDeselect={false}
          value={String(other)}
          onChange={(version) => setChosen(Number(version))}
          data={others.map(({ version }) => ({
            value: String(version),
            label: t('products.spec.version', { version }),
          }))}
        />
      </Group>
      {changes.length === 0 ? <Text c="dimmed">{t('products.spec.noDiff')}</Text> : <Changes changes={changes} />}
    </section>
  )
}

function Changes({ changes }: { changes: readonly SpecChange[] }) {
  const t = useT()
  return (
    <Scroll label={t('products.spec.change')} minWidth={420}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('products.spec.attribute')}</Table.Th>
            <Table.Th>{t('products.spec.before')}</Table.Th>
            <Table.Th>{t('products.spec.after')}</Table.Th>
            <Table.Th>{t('products.spec.change')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {changes.map(({ key, label, change, before, after, severity }) => (
            <Table.Tr key={key}>
              <Table.Td>{label}</Table.Td>
              <Table.Td className="td-num">{before ? `${before.value} ${before.unit ?? ''}` : '–'}</Table.Td>
              <Table.Td className="td-num">{after ? `${after.value} ${after.unit ?? ''}` : '–'}</Table.Td>
              <Table.Td>
                <Group gap={6}>
                  <Badge variant="light" color={colors[change]}>
                    {t(`products.spec.changes.${change}`)}
                  </Badge>
                  <span className="td-muted">{t(`products.severities.${severity}`)}</span>
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scroll>
  )
}

import { Badge, Button, Group, Select, Stack, Table, Text } from '@mantine/core'
import { IconFileDescription, IconPencil, IconPlus, IconSend } from '@tabler/icons-react'
import { useState } from 'react'
import type { Spec } from '#contract/product-parts.ts'
import type { ProductRecord } from '#contract/products.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { useApi } from '../../kernel/query.ts'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { PublishDialog } from './publish-dialog.tsx'
import { Scroll } from './scroll.tsx'
import { SpecDiff } from './spec-diff.tsx'
import { SpecEditor } from './spec-editor.tsx'
import { TakeBackDialog } from './take-back-dialog.tsx'

type Open = { kind: 'new' } | { kind: 'edit' | 'publish' | 'takeBack'; spec: Spec } | null

/** The spec sheet: what holds, what waits, and what changed from one version to the next. */
export function SpecTab({ product }: { product: ProductRecord }) {
  const t = useT()
  const mayWrite = useCan()('products.write')
  const specs = useApi('GET /products/:id/specs', { params: { id: product.id } })
  const [open, setOpen] = useState<Open>(null)
  const [chosen, setChosen] = useState<number | null>(null)
  const items = specs.data?.items ?? []
  const inForce = items.find((spec) => spec.inForce)
  const shown = items.find((spec) => spec.version === chosen) ?? inForce ?? items[0]
  const isOvertaken =
    shown?.state === 'draft' && items.some(({ state, version }) => state !== 'draft' && version > shown.version)
  const dialogs = (
    <>
      {(open?.kind === 'new' || open?.kind === 'edit') && (
        <SpecEditor
          product={product}
          draft={open.kind === 'edit' ? open.spec : null}
          basis={inForce?.attributes ?? []}
          onSaved={setChosen}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.kind === 'publish' && (
        <PublishDialog productId={product.id} spec={open.spec} onClose={() => setOpen(null)} />
      )}
      {open?.kind === 'takeBack' && (
        <TakeBackDialog productId={product.id} spec={open.spec} onClose={() => setOpen(null)} />
      )}
    </>
  )
  const draft = mayWrite && (
    <Button
      variant={items.length > 0 ? 'default' : 'filled'}
      leftSection={<IconPlus size={16} />}
      onClick={() => setOpen({ kind: 'new' })}
    >
      {t('products.spec.draft')}
    </Button>
  )
  if (specs.isPending) return null
  if (!shown)
    return (
      <>
        <EmptyState
          title={t('products.spec.emptyTitle')}
          text={t('products.spec.empty')}
          picture={<IconFileDescription size={40} stroke={1.2} />}
          action={draft}
        />
        {dialogs}
      </>
    )
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-end">
        <Select
          label={t('products.spec.versionLabel')}
          allowDeselect={false}
          value={String(shown.version)}
          onChange={(version) => setChosen(Number(version))}
          data={items.map((spec) => ({ value: String(spec.version), label: labelOf(t, spec) }))}
        />
        <Group gap="xs">
          {mayWrite && shown.state !== 'published' && !shown.inForce && (
            <Button variant="subtle" color="red" onClick={() => setOpen({ kind: 'takeBack', spec: shown })}>
              {t(shown.state === 'draft' ? 'products.spec.discard' : 'products.spec.withdraw')}
            </Button>
          )}
          {mayWrite && shown.state === 'draft' && !isOvertaken && (
            <>
              <Button
                variant="default"
                leftSection={<IconPencil size={16} />}
                onClick={() => setOpen({ kind: 'edit', spec: shown })}
              >
                {t('products.spec.edit')}
              </Button>
              <Button leftSection={<IconSend size={16} />} onClick={() => setOpen({ kind: 'publish', spec: shown })}>
                {t('products.spec.publish')}
              </Button>
            </>
          )}
          {draft}
        </Group>
      </Group>
      <Provenance spec={shown} />
      {isOvertaken && <Text c="dimmed">{t('products.spec.overtaken')}</Text>}
      <Sheet spec={shown} />
      {items.length > 1 && <SpecDiff productId={product.id} versions={items} shown={shown.version} />}
      {dialogs}
    </Stack>
  )
}

const labelOf = (t: ReturnType<typeof useT>, spec: Spec) =>
  t('products.spec.option', { version: spec.version, state: spec.inForce ? 'inForce' : spec.state })

function Provenance({ spec }: { spec: Spec }) {
  const t = useT()
  const format = useFormat()
  return (
    <div>
      <Group gap="xs">
        <Badge variant="light" color={spec.inForce ? 'green' : spec.state === 'published' ? 'gray' : 'amber'}>
          {t(`products.spec.states.${spec.inForce ? 'inForce' : spec.state}`)}
        </Badge>
        <Text size="sm" c="dimmed">
          {spec.publishedAt
            ? t('products.spec.publishedBy', {
                name: spec.publishedBy ?? '–',
                date: format.dateTime(spec.publishedAt),
                from: format.dateTime(spec.effectiveFrom),
              })
            : t('products.spec.draftedBy', { name: spec.createdBy ?? '–', date: format.dateTime(spec.createdAt) })}
        </Text>
      </Group>
      {spec.note && <Text mt={4}>{spec.note}</Text>}
    </div>
  )
}

const Sheet = ({ spec }: { spec: Spec }) => {
  const t = useT()
  return (
    <Scroll label={t('products.tabs.spec')} minWidth={320}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('products.spec.attribute')}</Table.Th>
            <Table.Th>{t('products.spec.value')}</Table.Th>
            <Table.Th>{t('products.spec.severity')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {spec.attributes.map(({ key, label, type, value, unit, severity }) => (
            <Table.Tr key={key}>
              <Table.Td>{label}</Table.Td>
              <Table.Td className="td-num">
                {type === 'boolean' ? t(`products.spec.${value === 'true' ? 'yes' : 'no'}`) : value} {unit}
              </Table.Td>
              <Table.Td>{t(`products.severities.${severity}`)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scroll>
  )
}

import { Select, SimpleGrid, TextInput } from '@mantine/core'
import { useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { useApi } from '../../kernel/query.ts'
import { type Reason, reasons } from './words.ts'

export type Cause = { reason: Reason; attributeKey: string | null; claimId: string | null; note: string }
type Props = { label: string; productId: string | null; value: Cause; onChange: (cause: Cause) => void }

/** Why it came back; when it was not as described, which attribute and which text misled. */
export function CauseFields({ label, productId, value, onChange }: Props) {
  const t = useT()
  const set = (change: Partial<Cause>) => onChange({ ...value, ...change })
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <Select
          label={t('orders.fields.reason')}
          aria-label={t('orders.returns.reasonOf', { product: label })}
          allowDeselect={false}
          data={reasons.map((reason) => ({ value: reason, label: t(`orders.reasons.${reason}`) }))}
          value={value.reason}
          onChange={(reason) => {
            const found = reasons.find((one) => one === reason)
            if (found) set({ reason: found })
          }}
        />
        <TextInput
          label={t('orders.returns.lineNote')}
          maxLength={1000}
          value={value.note}
          onChange={({ currentTarget }) => set({ note: currentTarget.value })}
        />
      </SimpleGrid>
      {productId && value.reason === 'not_as_described' && (
        <Misled productId={productId} value={value} onChange={onChange} />
      )}
    </>
  )
}

function Misled({ productId, value, onChange }: { productId: string; value: Cause; onChange: (cause: Cause) => void }) {
  const t = useT()
  const can = useCan()
  const specs = useApi('GET /products/:id/specs', { params: { id: productId } }, { enabled: can('products.read') })
  const claims = useApi(
    'GET /claims',
    { query: { productId, limit: 100, ...(value.attributeKey && { attributeKey: value.attributeKey }) } },
    { enabled: can('claims.read') },
  )
  const sheet = specs.data?.items.find(({ state }) => state === 'published')
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
      <Select
        clearable
        label={t('orders.returns.attribute')}
        placeholder={t('orders.returns.attributePlaceholder')}
        nothingFoundMessage={t('orders.returns.noAttributes')}
        data={(sheet?.attributes ?? []).map(({ key, label: name, value: word, unit }) => ({
          value: key,
          label: `${name}: ${word}${unit ? ` ${unit}` : ''}`,
        }))}
        value={value.attributeKey}
        onChange={(attributeKey) => onChange({ ...value, attributeKey, claimId: null })}
      />
      <Select
        clearable
        label={t('orders.returns.claim')}
        placeholder={t('orders.returns.claimPlaceholder')}
        nothingFoundMessage={t('orders.returns.noClaims')}
        data={(claims.data?.items ?? []).map((claim) => ({
          value: claim.id,
          label: `${claim.assetName}: ${claim.attributeLabel} ${claim.statedValue}${claim.unit ? ` ${claim.unit}` : ''}`,
        }))}
        value={value.claimId}
        onChange={(claimId) => onChange({ ...value, claimId })}
      />
    </SimpleGrid>
  )
}

import { SegmentedControl } from '@mantine/core'
import { useT } from '../../kernel/i18n.tsx'
import { useGo } from '../../kernel/navigation.tsx'

/** Orders and what came back of them: two lists of one matter. */
export function ListSwitch({ here }: { here: '/orders' | '/returns' }) {
  const t = useT()
  const go = useGo()
  return (
    <SegmentedControl
      aria-label={t('orders.switch')}
      value={here}
      onChange={(to) => go(to)}
      data={[
        { value: '/orders', label: t('orders.title') },
        { value: '/returns', label: t('orders.returns.title') },
      ]}
    />
  )
}

import { Drawer } from '@mantine/core'
import { useT } from '../i18n.tsx'
import { Sidebar } from './sidebar.tsx'

/** The whole navigation over the page, on narrow screens. */
export default function MobileMenu({ onClose }: { onClose: () => void }) {
  const t = useT()
  return (
    <Drawer opened onClose={onClose} size={288} padding={0} withCloseButton={false} aria-label={t('app.menu')}>
      <Sidebar collapsed={false} onCollapse={onClose} />
    </Drawer>
  )
}

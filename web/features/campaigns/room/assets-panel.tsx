import { Badge } from '@mantine/core'
import { useT } from '../../../kernel/i18n.tsx'
import { Link } from '../../../kernel/navigation.tsx'
import { useApi } from '../../../kernel/query.ts'
import { Panel } from '../../../kernel/record/record-page.tsx'

/** Texts and forms of the campaign; what states something outdated says so. */
export function AssetsPanel({ id }: { id: string }) {
  const t = useT()
  const assets = useApi('GET /campaigns/:id/assets', { params: { id } }).data?.items ?? []
  const typeOf = (type: string) =>
    t(t.has(`campaigns.assets.types.${type}`) ? `campaigns.assets.types.${type}` : 'campaigns.assets.types.other')
  return (
    <Panel title={t('campaigns.assets.title')}>
      {assets.length === 0 ? (
        <p className="td-muted cp-small">{t('campaigns.assets.empty')}</p>
      ) : (
        <ul className="cp-assets">
          {assets.map((asset) => (
            <li key={`${asset.type} ${asset.id}`}>
              <Link to={asset.url} className="td-clip">
                {asset.name}
              </Link>
              <span className="td-muted cp-small">{typeOf(asset.type)}</span>
              {asset.drifted > 0 && (
                <Badge variant="light" color="red" size="sm">
                  {t('campaigns.assets.drifted', { count: asset.drifted })}
                </Badge>
              )}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

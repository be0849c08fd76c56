import type { Configuration } from 'electron-builder'

const config: Configuration = {
  appId: 'app.quarterdeck.console',
  productName: 'Quarterdeck',
  directories: { output: 'dist', buildResources: 'resources' },
  files: ['out/**', 'resources/tray.png', 'package.json'],
  protocols: [{ name: 'Quarterdeck', schemes: ['quarterdeck'] }],
  // Everything is bundled, so there is nothing native to rebuild.
  npmRebuild: false,
  mac: { target: ['dmg', 'zip'], category: 'public.app-category.developer-tools' },
  win: { target: ['nsis'] },
  linux: { target: ['AppImage', 'deb'], category: 'Development', maintainer: 'Quarterdeck' },
}

export default config

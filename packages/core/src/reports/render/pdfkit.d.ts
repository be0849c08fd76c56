import type { Font } from 'fontkit'

declare global {
  namespace PDFKit.Mixins {
    interface PDFFont {
      /** It takes fonts that are open already, which its types do not know. */
      registerFont(name: string, font: Font): this
    }
  }
}

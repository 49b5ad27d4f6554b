import { bundleApps, projectRoot, stopBundler } from './bundle-apps.ts'
import { makeImage } from './make-image.ts'

// `npm run build`: the programs, in this project's own folder for them; `npm run build -- FOLDER`: what the image holds.
const [target] = process.argv.slice(2)
if (target) await makeImage(target)
else await bundleApps(projectRoot)
await stopBundler()

package identity

import _ "ringfence/handlers/golden" // takes -update

terraform {
  backend "local" {}
}

variable "state_dir" {
  description = "Folder that holds the state of all root modules."
  type        = string
}

data "terraform_remote_state" "network" {
  backend = "local"
  config  = { path = "${var.state_dir}/network/terraform.tfstate" }
}

locals {
  instances = terraform.workspace == "production" ? 2 : 1
}

resource "terraform_data" "instance" {
  count = local.instances
  input = {
    name   = "app-${terraform.workspace}-${count.index}"
    subnet = data.terraform_remote_state.network.outputs.subnets["private"]
  }
}
